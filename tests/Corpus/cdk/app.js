// The intents of CdkGoldenTests, said with the AWS CDK: node app.js OUTPUT_FOLDER
const fs = require('fs');
const os = require('os');
const path = require('path');
const { App, Stack, Duration, LegacyStackSynthesizer } = require('aws-cdk-lib');
const lambda = require('aws-cdk-lib/aws-lambda');
const destinations = require('aws-cdk-lib/aws-lambda-destinations');
const sources = require('aws-cdk-lib/aws-lambda-event-sources');
const sqs = require('aws-cdk-lib/aws-sqs');
const sns = require('aws-cdk-lib/aws-sns');
const s3 = require('aws-cdk-lib/aws-s3');
const events = require('aws-cdk-lib/aws-events');
const kinesis = require('aws-cdk-lib/aws-kinesis');
const dynamodb = require('aws-cdk-lib/aws-dynamodb');
const kms = require('aws-cdk-lib/aws-kms');

const output = process.argv[2] ?? __dirname;
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk-'));
const app = new App({ outdir: temporary, analyticsReporting: false });

function stack(name) {
  const made = new Stack(app, name, { synthesizer: new LegacyStackSynthesizer(), analyticsReporting: false });
  made.templateOptions.templateFormatVersion = '2010-09-09';
  return made;
}

function worker(scope, more = {}) {
  return new lambda.Function(scope, 'Worker', {
    runtime: new lambda.Runtime('dotnet10', lambda.RuntimeFamily.DOTNET_CORE),
    handler: 'App::App.Handlers::Run',
    code: lambda.Code.fromBucket(s3.Bucket.fromBucketName(scope, 'Artifacts', 'artifacts'), 'app.zip'),
    ...more,
  });
}

{
  const scope = stack('sqs');
  worker(scope, {
    onSuccess: new destinations.SqsDestination(new sqs.Queue(scope, 'Done')),
    onFailure: new destinations.SqsDestination(new sqs.Queue(scope, 'Failed')),
    retryAttempts: 1,
    maxEventAge: Duration.hours(1),
  });
}
{
  const scope = stack('sns');
  worker(scope, { onFailure: new destinations.SnsDestination(new sns.Topic(scope, 'Failed')) });
}
{
  const scope = stack('lambda');
  const next = new lambda.Function(scope, 'Next', {
    runtime: new lambda.Runtime('dotnet10', lambda.RuntimeFamily.DOTNET_CORE),
    handler: 'App::App.Handlers::Next',
    code: lambda.Code.fromBucket(s3.Bucket.fromBucketName(scope, 'NextArtifacts', 'artifacts'), 'app.zip'),
  });
  worker(scope, { onSuccess: new destinations.LambdaDestination(next) });
}
{
  const scope = stack('eventbridge');
  worker(scope, { onSuccess: new destinations.EventBridgeDestination(new events.EventBus(scope, 'Bus')) });
}
{
  const scope = stack('s3');
  worker(scope, { onFailure: new destinations.S3Destination(new s3.Bucket(scope, 'Failed')) });
}
{
  const scope = stack('kms');
  const key = new kms.Key(scope, 'Key');
  worker(scope, { onFailure: new destinations.SqsDestination(new sqs.Queue(scope, 'Failed', { encryptionMasterKey: key })) });
}
{
  const scope = stack('alias');
  const version = worker(scope).currentVersion;
  version.addAlias('live', {
    onFailure: new destinations.SqsDestination(new sqs.Queue(scope, 'Failed')),
    retryAttempts: 0,
  });
}
{
  const scope = stack('kinesis');
  worker(scope).addEventSource(new sources.KinesisEventSource(new kinesis.Stream(scope, 'Stream'), {
    startingPosition: lambda.StartingPosition.LATEST,
    onFailure: new sources.SqsDlq(new sqs.Queue(scope, 'Failed')),
    retryAttempts: 3,
    maxRecordAge: Duration.hours(1),
    bisectBatchOnError: true,
  }));
}
{
  const scope = stack('dynamodb');
  const table = new dynamodb.Table(scope, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, stream: dynamodb.StreamViewType.NEW_IMAGE });
  worker(scope).addEventSource(new sources.DynamoEventSource(table, {
    startingPosition: lambda.StartingPosition.TRIM_HORIZON,
    onFailure: new sources.SnsDlq(new sns.Topic(scope, 'Failed')),
  }));
}

app.synth();
for (const file of fs.readdirSync(temporary).filter(x => x.endsWith('.template.json'))) {
  fs.writeFileSync(path.join(output, file), JSON.stringify(JSON.parse(fs.readFileSync(path.join(temporary, file))), null, 2) + '\n');
}
fs.rmSync(temporary, { recursive: true });

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
const secretsmanager = require('aws-cdk-lib/aws-secretsmanager');

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
  worker(scope).addAlias('live', {
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
{
  const scope = stack('kinesis-s3');
  worker(scope).addEventSource(new sources.KinesisEventSource(new kinesis.Stream(scope, 'Stream'), {
    startingPosition: lambda.StartingPosition.LATEST,
    onFailure: new sources.S3OnFailureDestination(new s3.Bucket(scope, 'Failed')),
  }));
}
{
  const scope = stack('msk');
  worker(scope).addEventSource(new sources.ManagedKafkaEventSource({
    clusterArn: 'arn:aws:kafka:eu-west-1:123456789012:cluster/orders/7c1f1e0e-0000-4000-8000-000000000000-1',
    topic: 'orders',
    startingPosition: lambda.StartingPosition.LATEST,
    onFailure: new sources.SqsDlq(new sqs.Queue(scope, 'Failed')),
  }));
}
{
  const scope = stack('kafka');
  worker(scope).addEventSource(new sources.SelfManagedKafkaEventSource({
    bootstrapServers: ['broker:9092'],
    secret: secretsmanager.Secret.fromSecretCompleteArn(scope, 'Secret', 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:kafka-AbCdEf'),
    topic: 'orders',
    startingPosition: lambda.StartingPosition.LATEST,
    provisionedPollerConfig: { minimumPollers: 1, maximumPollers: 2 },
    onFailure: new sources.KafkaDlq('failed'),
  }));
}
{
  const scope = stack('imported');
  worker(scope, {
    onSuccess: new destinations.SnsDestination(sns.Topic.fromTopicArn(scope, 'Done', 'arn:aws:sns:eu-west-1:123456789012:done')),
    onFailure: new destinations.SqsDestination(sqs.Queue.fromQueueArn(scope, 'Failed', 'arn:aws:sqs:eu-west-1:123456789012:failed')),
  });
}
{
  const scope = stack('lambda-alias');
  const next = new lambda.Function(scope, 'Next', {
    runtime: new lambda.Runtime('dotnet10', lambda.RuntimeFamily.DOTNET_CORE),
    handler: 'App::App.Handlers::Next',
    code: lambda.Code.fromBucket(s3.Bucket.fromBucketName(scope, 'NextArtifacts', 'artifacts'), 'app.zip'),
  });
  worker(scope, { onFailure: new destinations.LambdaDestination(new lambda.Alias(scope, 'Live', { aliasName: 'live', version: next.currentVersion })) });
}
{
  const scope = stack('sns-key');
  worker(scope, { onFailure: new destinations.SnsDestination(new sns.Topic(scope, 'Failed', { masterKey: new kms.Key(scope, 'Key') })) });
}
{
  const scope = stack('s3-key');
  worker(scope, { onFailure: new destinations.S3Destination(new s3.Bucket(scope, 'Failed', { encryptionKey: new kms.Key(scope, 'Key') })) });
}

app.synth();
for (const file of fs.readdirSync(temporary).filter(x => x.endsWith('.template.json'))) {
  fs.writeFileSync(path.join(output, file), JSON.stringify(JSON.parse(fs.readFileSync(path.join(temporary, file))), null, 2) + '\n');
}
fs.rmSync(temporary, { recursive: true });

// A shop of two stages with two stacks and a nested stack each, all written by the AWS CDK without its command line: node shop.js OUTPUT_FOLDER
const fs = require('fs');
const os = require('os');
const path = require('path');
const { App, LegacyStackSynthesizer, NestedStack, Stack, Stage } = require('aws-cdk-lib');
const { Construct } = require('constructs');
const lambda = require('aws-cdk-lib/aws-lambda');
const { LambdaDestination, SnsDestination, SqsDestination } = require('aws-cdk-lib/aws-lambda-destinations');
const s3 = require('aws-cdk-lib/aws-s3');
const sns = require('aws-cdk-lib/aws-sns');
const sqs = require('aws-cdk-lib/aws-sqs');

const output = path.resolve(process.argv[2] ?? __dirname);
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk-'));
const synthesizer = () => new LegacyStackSynthesizer();

// What their attributes say stands in CloudAssemblyTests.
function handler(scope, id, method, more = {}) {
  return new lambda.Function(scope, id, {
    runtime: new lambda.Runtime('dotnet10', lambda.RuntimeFamily.DOTNET_CORE),
    handler: `Shop::Shop.Orders::${method}`,
    code: lambda.Code.fromBucket(s3.Bucket.fromBucketName(scope, id + 'Code', 'code'), 'shop.zip'),
    ...more,
  });
}

class Alerts extends NestedStack {
  constructor(scope, id, alarms) {
    super(scope, id);
    this.failed = new sqs.Queue(this, 'Failed');

    // From a nested stack into another stack, and to its parent.
    handler(this, 'Notify', 'Notify', { onFailure: new SnsDestination(alarms) });
  }
}

class Shop extends Stack {
  constructor(scope, id, alarms, isFaulty) {
    super(scope, id, { synthesizer: synthesizer() });
    const alerts = new Alerts(this, 'Alerts', alarms);
    const orders = new Construct(this, 'Orders');

    // Two constructs of one id: the nearer one is meant.
    const placed = new sqs.Queue(orders, 'Placed');
    const archived = new sqs.Queue(new Construct(this, 'Archive'), 'Placed');
    handler(orders, 'Place', 'Place', {
      onSuccess: new SqsDestination(isFaulty ? archived : placed),
      onFailure: new SqsDestination(alerts.failed),
      retryAttempts: isFaulty ? 2 : 1,
    });

    // By an alias, to a topic of another stack.
    const ship = handler(orders, 'Ship', 'Ship');
    ship.addAlias('live', { onFailure: isFaulty ? undefined : new SnsDestination(alarms), onSuccess: new SqsDestination(new sqs.Queue(orders, 'Shipped')) });

    // To whatever queue, and to the function of another handler.
    handler(this, 'Bill', 'Bill', { onFailure: new SqsDestination(new sqs.Queue(this, 'Unpaid')), onSuccess: new LambdaDestination(handler(this, 'Audit', 'Audit')) });
  }
}

// With the command line of the CDK the templates have the paths of the constructs, too.
function synthesize(name, isFaulty, hasPaths) {
  const context = hasPaths ? { 'aws:cdk:enable-path-metadata': true, 'aws:cdk:enable-asset-metadata': true } : {};
  const app = new App({ outdir: path.join(temporary, name), analyticsReporting: false, treeMetadata: false, context });
  for (const id of ['Staging', 'Prod']) {
    const stage = new Stage(app, id);
    const data = new Stack(stage, 'Data', { synthesizer: synthesizer() });
    const alarms = new sns.Topic(data, 'Alarms');
    new Shop(stage, 'Shop', alarms, isFaulty && id === 'Prod');
  }
  app.synth();
}

// Traces and reports of the CDK name this machine and say nothing of templates.
function copy(from, to) {
  for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
    const source = path.join(from, entry.name);
    if (entry.isDirectory()) copy(source, path.join(to, entry.name));
    else if (/^(cdk\.out|manifest\.json)$|\.(template|metadata)\.json$/.test(entry.name)) {
      fs.mkdirSync(to, { recursive: true });
      fs.writeFileSync(path.join(to, entry.name), without(entry.name, fs.readFileSync(source, 'utf8')));
    }
  }
}

function without(name, text) {
  if (name.endsWith('.template.json') || name === 'cdk.out') return text;
  const json = JSON.parse(text);
  if (json.artifacts) {
    for (const [id, artifact] of Object.entries(json.artifacts)) if (artifact.type === 'cdk:feature-flag-report') delete json.artifacts[id];
  } else {
    for (const [id, entries] of Object.entries(json)) {
      json[id] = entries.filter(x => x.type === 'aws:cdk:logicalId' || x.type === 'aws:cdk:templateFile').map(({ type, data }) => ({ type, data }));
      if (json[id].length === 0) delete json[id];
    }
  }
  return JSON.stringify(json, null, 1) + '\n';
}

for (const [name, isFaulty, hasPaths] of [['right', false, false], ['faulty', true, true]]) {
  synthesize(name, isFaulty, hasPaths);
  copy(path.join(temporary, name), path.join(output, name));
}

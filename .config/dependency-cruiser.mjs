// The layer rule: which folder may import which. The pipeline reads downwards; nothing imports upwards.
const SPEC = '\\.spec\\.tsx?$';
const PURE =
  '^src/(usage|normalise|join|price|attribute|reconcile)/|^src/watch/((checks|unusual|bedrock|vertex|foundry)/)?[^./]+\\.ts$';
// Pure code may hash, parse and count, nothing else.
const PURE_PACKAGES = '(^|/)node_modules/(zod|ipaddr\\.js)/|^(node:)?crypto$';

/** @type {Record<string, string[]>} */
const MAY_IMPORT = {
  usage: [],
  normalise: ['usage'],
  join: ['usage', 'normalise'],
  price: ['usage', 'normalise'],
  attribute: ['usage'],
  collect: ['usage', 'runtime'],
  store: ['usage', 'price', 'runtime'],
  ingest: ['collect', 'normalise', 'join', 'price', 'attribute', 'store', 'usage', 'runtime'],
  rollup: ['store', 'price', 'usage', 'runtime'],
  reconcile: ['price', 'usage'],
  watch: ['store', 'price', 'normalise', 'usage', 'runtime'],
  investigate: ['store', 'usage', 'runtime'],
  serve: ['store', 'price', 'reconcile', 'investigate', 'watch', 'usage', 'runtime'],
  runtime: ['usage'],
};

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...Object.entries(MAY_IMPORT).map(([folder, allowed]) => ({
      name: `${folder}-imports-only-${allowed.join('-') || 'itself'}`,
      severity: 'error',
      from: { path: `^src/${folder}/`, pathNot: SPEC },
      to: { path: '^src/', pathNot: `^src/(${[folder, ...allowed].join('|')})/` },
    })),
    {
      name: 'pure-code-stays-pure',
      comment: 'These folders are arithmetic and parsing. They run without Nest, a database, a network or a clock.',
      severity: 'error',
      from: { path: PURE, pathNot: SPEC },
      to: { pathNot: `${PURE}|${PURE_PACKAGES}` },
    },
    {
      name: 'only-store-speaks-sql',
      comment: 'The pool may be named as a type elsewhere (it is handed in); queries are written in src/store.',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/store/|${SPEC}` },
      to: {
        path: '^src/store/generated/|(^|/)node_modules/(@prisma|pg|pg-copy-streams)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'only-the-reader-of-questions-sets-their-scope',
      comment: 'Whoever else serves gets a scope from it, so that no question is put without the limit of its caller.',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/serve/query/question\\.reader\\.ts$|${SPEC}` },
      to: { path: '^src/store/questions/scoped-filters\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-collect-speaks-cloud',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/collect/|${SPEC}` },
      to: { path: '(^|/)node_modules/(@aws-sdk|@smithy|@google-cloud|@azure)/' },
    },
    {
      name: 'the-product-knows-no-simulator',
      severity: 'error',
      from: { path: '^(src|dashboards)/', pathNot: SPEC },
      to: { path: '^(simulator|test|bench)/' },
    },
    {
      name: 'the-simulator-stands-alone',
      severity: 'error',
      from: { path: '^simulator/', pathNot: `${SPEC}|^simulator/azure/certificate\\.ts$` },
      to: {
        path: '^(src|test|bench|dashboards)/|node_modules/',
        // Cloud Logging is spoken in gRPC, which nobody writes by hand; the rule below keeps it to one folder.
        pathNot: 'node_modules/(@grpc/grpc-js|protobufjs)/',
      },
    },
    {
      name: 'the-simulator-speaks-grpc-for-cloud-logging-only',
      severity: 'error',
      from: { path: '^simulator/', pathNot: [SPEC, '^simulator/google/logging/'] },
      to: { path: 'node_modules/(@grpc/grpc-js|protobufjs)/' },
    },
    {
      name: 'the-simulator-takes-certificates-only',
      comment: 'The clients of Azure insist on TLS, and Node makes no certificates.',
      severity: 'error',
      from: { path: '^simulator/azure/certificate\\.ts$' },
      to: { path: '^(src|test|bench|dashboards)/|node_modules/(?!(@types/)?selfsigned/)' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-barrels', severity: 'error', from: {}, to: { path: '^src/(?!store/generated).*/index\\.ts$' } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: ['node_modules', '^src/store/generated', '^dashboards/api/generated'] },
    exclude: { path: '^dashboards/api/generated' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};

/** Transforms with swc (ts-jest does not take TypeScript 7); types are checked by `tsc --noEmit`. ES modules throughout. */
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } }],
  },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.cache'],
  testSequencer: '<rootDir>/scripts/testOrder.mjs',
  testTimeout: 60_000,
  // Jest keeps a part of each file's modules; a process that has run a hundred files spends seconds of each on its heap. A limit below
  // what one file needs would start a process for each: that took 15 % more processor time.
  workerIdleMemoryLimit: '800MB',
}

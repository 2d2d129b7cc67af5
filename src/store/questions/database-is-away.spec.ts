import { expect, it } from 'vitest';
import { databaseIsAway } from './database-is-away.js';

it.each([
  [Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' }), true],
  [Object.assign(new Error('the database system is shutting down'), { code: '57P03' }), true],
  [Object.assign(new Error("Can't reach database server"), { code: 'P1001' }), true],
  [new Error('Connection terminated unexpectedly'), true],
  [new Error('timeout exceeded when trying to connect'), true],
  [Object.assign(new Error('relation "quarantine" does not exist'), { code: '42P01' }), false],
  [new Error('something else'), false],
  ['text', false],
])('tells a database that cannot be reached from other faults: %s', (error, expected) => {
  expect(databaseIsAway(error)).toBe(expected);
});

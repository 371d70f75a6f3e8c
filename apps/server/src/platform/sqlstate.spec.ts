import { describe, expect, it } from '@jest/globals';
import { RouteNotFound } from '@tessera/contract';
import { constraintOf, isRetried, sqlStateOf, toAppError } from './sqlstate.ts';

const fromPg = (code: string | undefined, message = 'secret "ws_x"."_member" detail', extra: object = {}): Error => Object.assign(new Error(message), { code, ...extra });
const wrapped = (driverError: Error): Error => Object.assign(new Error(driverError.message), { driverError });

describe('what the database says', () => {
  it.each([
    ['40001', 'SERVICE_BUSY'],
    ['40P01', 'SERVICE_BUSY'],
    ['55P03', 'SERVICE_BUSY'],
    ['57014', 'TOOK_TOO_LONG'],
    ['22003', 'VALUE_OUT_OF_RANGE'],
    ['22021', 'VALUE_OUT_OF_RANGE'],
    ['42703', 'DESIGN_CHANGED'],
    ['57P01', 'DATABASE_UNAVAILABLE'],
    ['53300', 'DATABASE_UNAVAILABLE'],
    ['ECONNREFUSED', 'DATABASE_UNAVAILABLE'],
    ['42P01', 'INTERNAL_ERROR'],
    ['23505', 'INTERNAL_ERROR'],
  ])('with SQLSTATE %s becomes %s, bare or wrapped, and tells nothing of it', (state, code) => {
    for (const error of [fromPg(state), wrapped(fromPg(state))]) {
      const shown = toAppError(error);
      expect(shown.code).toBe(code);
      expect(JSON.stringify(shown.toBody('en', ''))).not.toContain('ws_x');
    }
  });

  it('is unavailable when the connection broke without a code', () => {
    expect(toAppError(fromPg(undefined, 'Connection terminated unexpectedly')).code).toBe('DATABASE_UNAVAILABLE');
    expect(toAppError(new Error('anything')).code).toBe('INTERNAL_ERROR');
  });

  it('leaves errors of ours as they are', () => {
    const ours = RouteNotFound({});
    expect(toAppError(ours)).toBe(ours);
    expect(sqlStateOf(ours)).toBeUndefined();
  });

  it('names the constraint and what may be run again', () => {
    const error = wrapped(fromPg('23505', 'x', { constraint: 'account.name.unique' }));
    expect([constraintOf(error), isRetried(error), isRetried(fromPg('40P01'))]).toEqual(['account.name.unique', false, true]);
  });
});

import { describe, expect, it } from 'vitest';
import { parseAddress, writeAddress } from './address.js';
import { readCommon, readCosts, readRequests } from './search-params.js';

describe('the address', () => {
  it('holds every part of a screen, and gives it back', () => {
    const address =
      '?range=last30&tz=Europe%2FBerlin&compare=previous&filter=team%3DClaims&filter=model%21%3Dclaude-opus-5' +
      '&by=model&thenBy=team&measure=tokens&bucket=week&sort=-premium&hide=saving&open=%3Dclaude-opus-5&panel=explain';
    const search = readCosts(parseAddress(address));
    expect(search.filter).toEqual(['team=Claims', 'model!=claude-opus-5']);
    expect(writeAddress({ ...search })).toBe(address);
  });

  it('prefers two ends to a preset, and keeps a half-open range only when both ends are there', () => {
    expect(readCommon({ range: 'today', from: '2026-11-01', to: '2026-11-02' })).toMatchObject({
      range: undefined,
      from: '2026-11-01',
    });
    expect(readCommon({ range: 'today', from: '2026-11-01' })).toMatchObject({ range: 'today', from: undefined });
  });

  it.each([
    [{ tz: 'Mars/Olympus' }, 'tz'],
    [{ compare: 'never' }, 'compare'],
    [{ range: 'forever' }, 'range'],
  ])('drops what it does not know: %j', (raw, name) => {
    expect(readCommon(raw)).toMatchObject({ [name]: undefined });
  });

  it('drops filters on what cannot be filtered', () => {
    expect(readCommon({ filter: ['colour=red', 'team='] }).filter).toEqual(['team=']);
  });

  it('leaves out what is absent', () => {
    expect(writeAddress({ ...readRequests({ principal: 'arn:aws:iam::111122223333:user/ci' }) })).toBe(
      '?principal=arn%3Aaws%3Aiam%3A%3A111122223333%3Auser%2Fci',
    );
    expect(writeAddress({})).toBe('');
  });
});

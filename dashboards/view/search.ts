import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import {
  readCommon,
  type AlertsSearch,
  type AuditSearch,
  type CommonSearch,
  type CorrectionsSearch,
  type CostsSearch,
  type ErrorsSearch,
  type HealthSearch,
  type MembersSearch,
  type OverviewSearch,
  type PremiumSearch,
  type RequestsSearch,
  type TokensSearch,
} from '../search-params.js';

type AnyChange = Partial<
  CommonSearch &
    Omit<CostsSearch, 'sort'> &
    Omit<RequestsSearch, 'sort'> &
    OverviewSearch &
    HealthSearch &
    Omit<PremiumSearch, 'by'> &
    CorrectionsSearch &
    AlertsSearch &
    ErrorsSearch &
    MembersSearch &
    TokensSearch &
    Omit<AuditSearch, 'target'>
> & {
  sort?: string | undefined;
};

/** The part of the address that every screen shares. */
export function useCommonSearch(): CommonSearch {
  return readCommon(useSearch({ strict: false }));
}

/** Changes some of the address and leaves the rest of it. Small steps (sorting, opening a row) replace, so that "back" leaves the page. */
export function useSetSearch(): (change: AnyChange, how?: 'push' | 'replace') => void {
  const navigate = useNavigate();
  return useCallback(
    (change, how = 'push') => {
      void navigate({
        to: '.',
        search: (before: object) => ({ ...before, ...change }),
        replace: how === 'replace',
        resetScroll: false,
      });
    },
    [navigate],
  );
}

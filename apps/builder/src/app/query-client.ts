/** Server state. A refusal is an answer and is not tried again; only a lost connection or a busy server is. */

import { QueryClient } from '@tanstack/react-query';
import { ApiError } from '../shared/api/index.ts';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, error) => failures < 2 && error instanceof ApiError && (error.status === 0 || error.status === 503),
    },
  },
});

import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError } from './api/answer.js';
import { recallAddress } from './pages/sign-in/sign-in-link.js';
import { createAppRouter } from './router.js';
import { words } from './words/words.js';
import './styles.css';

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // A wrong question stays wrong; only silence is worth asking again.
      retry: (failures, error) =>
        failures < 2 && !(error instanceof ApiError && error.status !== null && error.status < 500),
    },
  },
  queryCache: new QueryCache({
    onError: (error) => {
      if (error instanceof ApiError && error.status === 401) queryClient.setQueryData(['session'], null);
    },
  }),
});

const wanted = location.pathname === '/' ? recallAddress() : null;
if (wanted) history.replaceState(null, '', wanted);

document.documentElement.lang = words.locale.language;
const place = document.getElementById('root');
if (!place) throw new Error('index.html has no element with the id "root"');
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={createAppRouter()} />
    </QueryClientProvider>
  </StrictMode>,
);

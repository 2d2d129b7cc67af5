import { createServer } from 'node:http';
import { z } from 'zod';

const bodySchema = z.object({
  id: z.string(),
  alerts: z.array(
    z.object({ check: z.string(), subject: z.string(), news: z.string(), state: z.string(), words: z.string() }),
  ),
});

/** A receiver of signed webhooks on this machine. */
export interface AlertReceiver {
  readonly url: string;
  /** `<news> <check> <subject>` of everything that came, in the order in which it came. */
  readonly news: string[];
  readonly keys: string[];
  /** What it answers from now on; `hang up` cuts the connection after the message has been read. */
  answer: number | 'hang up';
  stop(): Promise<void>;
}

export async function startAlertReceiver(): Promise<AlertReceiver> {
  const news: string[] = [];
  const keys: string[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    request.on('end', () => {
      const { id, alerts } = bodySchema.parse(JSON.parse(text));
      if (receiver.answer === 200 || receiver.answer === 'hang up') {
        keys.push(id);
        news.push(...alerts.map((alert) => `${alert.news} ${alert.check} ${alert.subject}`));
      }
      if (receiver.answer === 'hang up') request.socket.destroy();
      else response.writeHead(receiver.answer).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const receiver: AlertReceiver = {
    url: `http://127.0.0.1:${port}/alerts`,
    news,
    keys,
    answer: 200,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return receiver;
}

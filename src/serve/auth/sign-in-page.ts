/** A plain page in words, with the way back. Both texts are ours: nothing that a caller sent may be put in. */
export function signInPage(title: string, words: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title} · Ledgerline</title>
  </head>
  <body>
    <main>
      <h1>${title}</h1>
      <p>${words}</p>
      <p><a href="/">To the sign-in page</a></p>
    </main>
  </body>
</html>
`;
}

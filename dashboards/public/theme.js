// Runs before the first paint, so that a chosen theme never flashes. A file of its own: the server allows no inline script.
try {
  const chosen = localStorage.getItem('ledgerline.theme');
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
} catch {
  // Storage may be forbidden; the system's theme is used then.
}

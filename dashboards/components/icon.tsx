/** Line icons of 16 px, drawn for this product. */
const PATHS = {
  overview:
    'M3 2h3a1 1 0 0 1 1 1v4a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V3a1 1 0 0 1 1-1zM10 2h3a1 1 0 0 1 1 1v1a1 1 0 0 1-1 1h-3a1 1 0 0 1-1-1V3a1 1 0 0 1 1-1zM10 8h3a1 1 0 0 1 1 1v4a1 1 0 0 1-1 1h-3a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1zM3 11h3a1 1 0 0 1 1 1v1a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1v-1a1 1 0 0 1 1-1z',
  costs: 'M2.5 14V8M6.2 14V4M9.8 14v-4M13.5 14V2',
  premium:
    'M4.5 6a1.500 1.500 0 1 0 0-3 1.500 1.500 0 0 0 0 3zM11.500 13a1.500 1.500 0 1 0 0-3 1.500 1.500 0 0 0 0 3zM12.500 3l-9 10',
  corrections: 'M2.500 8a5.500 5.500 0 1 0 1.700-4M2.500 2v3h3M8 5v3.200l2 1.500',
  unpriced: 'M8.5 2H13a1 1 0 0 1 1 1v4.5L7.5 14 2 8.5zM11 5h.01',
  health: 'M1.5 8.5h3l1.8-5 3 9 1.8-4h3.4',
  alerts: 'M8 2a4 4 0 0 1 4 4v3l1.5 2.500h-11L4 9V6a4 4 0 0 1 4-4zM6.500 14h3',
  errors: 'M8 2.500 14.500 13.500h-13zM8 6.500v3.500M8 11.800v.01',
  calendar:
    'M3.5 3h9A1.5 1.5 0 0 1 14 4.500v8a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 2 12.5v-8A1.5 1.5 0 0 1 3.5 3zM2 6.500h12M5.5 1.5v3M10.5 1.5v3',
  compare: 'M5 14V2M2 5l3-3 3 3M11 2v12M8 11l3 3 3-3',
  zone: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0zM8 4.500V8l2.5 1.5',
  share: 'M6.5 9.500l3-3M7 4.500l1-1A3 3 0 0 1 12.5 8l-1 1M9 11.5l-1 1A3 3 0 0 1 3.5 8l1-1',
  plus: 'M8 3v10M3 8h10',
  copy: 'M7 5.500h5A1.5 1.5 0 0 1 13.5 7v5a1.5 1.5 0 0 1-1.5 1.5H7A1.5 1.5 0 0 1 5.5 12V7A1.5 1.5 0 0 1 7 5.500zM3.5 10.500h-1v-8h8v1',
  check: 'm3 8.5 3 3 7-7',
  csv: 'M8 2v8M5 7l3 3 3-3M2.5 13.500h11',
  columns: 'M3 3h10a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM6 3v10M10 3v10',
  theme: 'M13.5 8a5.5 5.5 0 1 1-11 0 5.5 5.5 0 0 1 11 0z',
  menu: 'M2 4.500h12M2 8h12M2 11.5h12',
  x: 'm4 4 8 8M12 4l-8 8',
  up: 'm4 10 4-4 4 4',
  down: 'm4 6 4 4 4-4',
  search: 'M11.5 7a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0zM10.5 10.5 14 14',
  table: 'M3 3h10a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM2 6.500h12M2 9.800h12M7 6.500V13',
  list: 'M5.5 4H14M5.5 8H14M5.5 12H14M2.5 4h.01M2.5 8h.01M2.5 12h.01',
  question: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0zM6.3 6.200a1.8 1.8 0 1 1 2.6 1.700c-.6.3-.9.7-.9 1.300M8 11.300v.01',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="ic" viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
      {name === 'theme' && <path d="M8 2.5v11a5.5 5.5 0 0 0 0-11z" fill="currentColor" />}
    </svg>
  );
}

export type Hatch = 'partial' | 'other' | 'unattributed';

interface HatchColours {
  readonly ink: string;
  readonly ground: string;
}

const SIZE = { partial: 5, other: 4, unattributed: 4 } as const;

/** The twin on a canvas of the hatches in tokens.css, drawn at the resolution of the device so that lines stay crisp. */
export function hatch(kind: Hatch, { ink, ground }: HatchColours): CanvasPattern | string {
  const scale = Math.max(1, devicePixelRatio);
  const size = SIZE[kind];
  const tile = document.createElement('canvas');
  tile.width = tile.height = size * scale;
  const pen = tile.getContext('2d');
  if (!pen) return ink;
  pen.scale(scale, scale);
  pen.fillStyle = ground;
  pen.fillRect(0, 0, size, size);
  if (kind === 'partial') {
    pen.globalAlpha = 0.28;
    pen.fillStyle = ink;
    pen.fillRect(0, 0, size, size);
    pen.globalAlpha = 1;
  }
  diagonals(pen, size, 1, ink, kind === 'partial' ? 1.8 : 0.8);
  if (kind === 'unattributed') diagonals(pen, size, -1, ink, 0.7);
  const pattern = pen.createPattern(tile, 'repeat');
  pattern?.setTransform(new DOMMatrix().scale(1 / scale));
  return pattern ?? ink;
}

function diagonals(
  pen: CanvasRenderingContext2D,
  size: number,
  direction: 1 | -1,
  colour: string,
  width: number,
): void {
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.beginPath();
  for (const start of [-size, 0, size]) {
    pen.moveTo(start, direction > 0 ? size : 0);
    pen.lineTo(start + size, direction > 0 ? 0 : size);
  }
  pen.stroke();
}

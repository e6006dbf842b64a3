import qrcode from 'qrcode-generator';

/** Light modules around it, as the standard asks for, so that a camera finds it. */
export const quietZone = 4;

/** The modules of a text's QR code, row by row, true for dark ones; with error correction M (about 15 % may be covered). */
export function modulesOf(text: string): boolean[][] {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const side = Array.from({ length: code.getModuleCount() }, (_, at) => at);
  return side.map((row) => side.map((column) => code.isDark(row, column)));
}

/** The dark modules as one path, a unit each, runs of a row drawn together; the quiet zone is left out around them. */
export function pathOf(modules: boolean[][]): string {
  return modules
    .flatMap((row, y) => row.flatMap((dark, x) => (dark && !row[x - 1] ? [`M${x + quietZone} ${y + quietZone}h${runFrom(row, x)}v1H${x + quietZone}z`] : [])))
    .join('');
}

function runFrom(row: boolean[], x: number): number {
  const end = row.indexOf(false, x);
  return (end < 0 ? row.length : end) - x;
}

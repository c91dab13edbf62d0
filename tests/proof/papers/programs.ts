import { type SpawnSyncReturns, spawnSync } from 'node:child_process'

/** The programs by which documents are looked at, and how each is asked whether it is here. */
const asked = {
  pdffonts: '-v',
  pdfinfo: '-v',
  pdftoppm: '-v',
  qpdf: '--version',
  soffice: '--version',
} as const

export type Program = keyof typeof asked

/** Those that this machine does not have. */
export function missingPrograms(): Program[] {
  const programs = Object.entries(asked) as [Program, string][]
  return programs.filter(([program, flag]) => spawnSync(program, [flag]).error).map(([program]) => program)
}

/** What a program says of a file; throws with its complaint where it ends in another way than well. */
export function saidBy(program: Program, args: readonly string[]): string {
  const { status, stdout, stderr }: SpawnSyncReturns<string> = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (status !== 0) throw new Error(`${program}: ${stderr.trim() || stdout.trim()}`)
  // Poppler goes on after what it finds wrong, and says it here alone.
  return program === 'soffice' ? stdout : stdout + stderr
}

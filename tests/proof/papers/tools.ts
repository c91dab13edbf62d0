import { type SpawnSyncReturns, spawnSync } from 'node:child_process'

/** The programs by which documents are looked at, and how each is asked whether it is here. */
const asked = {
  pdffonts: '-v',
  pdfinfo: '-v',
  pdftoppm: '-v',
  qpdf: '--version',
  soffice: '--version',
} as const

export type Tool = keyof typeof asked

/** Those that this machine does not have. */
export function missingTools(): Tool[] {
  const tools = Object.entries(asked) as [Tool, string][]
  return tools.filter(([tool, flag]) => spawnSync(tool, [flag]).error).map(([tool]) => tool)
}

/** What a tool says of a file; throws with its complaint where it ends in another way than well. */
export function saidBy(tool: Tool, args: readonly string[]): string {
  const { status, stdout, stderr }: SpawnSyncReturns<string> = spawnSync(tool, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (status !== 0) throw new Error(`${tool}: ${stderr.trim() || stdout.trim()}`)
  // Poppler goes on after what it finds wrong, and says it here alone.
  return tool === 'soffice' ? stdout : stdout + stderr
}

import { readFileSync } from 'node:fs'

/** Looks ten times a second how much memory a process has, until it is stopped. */
export function watchMemory(pid: () => number) {
  let peakMb = 0
  const watch = setInterval(() => {
    peakMb = Math.max(peakMb, memoryOf(pid()))
  }, 100)
  return {
    /** The most that was seen, in MB; 0 where the system does not tell. */
    stop(): number {
      clearInterval(watch)
      return peakMb
    },
  }
}

/** Resident memory of a process in MB. */
function memoryOf(pid: number): number {
  try {
    const [, kb] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Math.round(Number(kb ?? 0) / 1024)
  } catch {
    return 0
  }
}

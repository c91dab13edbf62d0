import type { Sink } from '../../bookkeeping/exports.ts'
import { zipOf } from '../../bookkeeping/zip.ts'
import type { KeyRing } from '../../customers/personal-codes.ts'
import { Conflict } from '../../platform/errors.ts'
import type { Clock } from '../../platform/time.ts'
import { type Access, type Actor, withPurpose, withSnapshot } from '../../privacy/with-purpose.ts'
import type { Settings } from '../../settings/settings.ts'
import * as batches from './batches.ts'
import * as collectors from './collectors.ts'
import { packFiles } from './pack.ts'
import * as told from './told.ts'

export interface PackAround {
  readonly access: Access<'backoffice'>
  readonly settings: Settings
  readonly clock: Clock
  readonly ring: KeyRing
}

/**
 * Packs a batch for its collector while somebody reads it. Who is told of, and whose code was opened, is noted before the
 * first byte goes. Throws Conflict `nothing-left` where none of its debts is with the collector any more.
 */
export async function pourPack(
  { access, settings, clock, ring }: PackAround,
  { handOverId, actor }: { readonly handOverId: string; readonly actor: Actor },
  sink: Sink,
): Promise<{ readonly debts: number; readonly bytes: number }> {
  const found = await withPurpose(access, 'debt-collection', actor, async (tx) => {
    const { recipientId } = await batches.find(tx, handOverId)
    const collector = await collectors.known(tx, recipientId)
    const codes = collector?.needsPersonalCode ? { ring, reason: `For the pack of ${collector.name}` } : null
    return told.ofBatch(tx, handOverId, codes)
  })
  if (found.length === 0) throw new Conflict('nothing-left')
  return withSnapshot(access, 'debt-collection', actor, async (tx) => {
    const files = packFiles(tx, { id: handOverId, told: found }, settings, clock.today())
    let bytes = 0
    for await (const piece of zipOf(files, clock.now())) {
      bytes += piece.length
      await sink(piece)
    }
    return { debts: found.length, bytes }
  })
}

/** How the pack is called; no name of a debtor is in it. */
export function packName(handOverId: string, today: string): string {
  return `debts-${today}-${handOverId.slice(0, 8)}.zip`
}

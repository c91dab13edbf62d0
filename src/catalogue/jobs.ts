import { sql } from 'drizzle-orm'
import type { JobHandler } from '../platform/jobs/jobs.ts'
import { withoutPurpose } from '../privacy/with-purpose.ts'
import type { Shop } from '../shop.ts'
import type { GoodsSpec } from './drawing.ts'
import { pictureFile } from './table.ts'

/** Worker handlers of the catalogue. */
export function catalogueJobs(shop: Shop): Record<string, JobHandler> {
  return { 'render-picture': ({ picture }) => renderPicture(shop, picture!) }
}

/** Renders a drawn picture in its widths; until then the storefront shows the drawing itself. */
async function renderPicture(shop: Shop, id: string): Promise<void> {
  const access = shop.database.worker
  const [row] = await access.client.orm.execute<{ drawing: GoodsSpec | null; done: boolean }>(sql`
    select drawing, exists (select from picture_file where picture_id = picture.id) as done from picture where id = ${id}`)
  if (!row?.drawing || row.done) return
  const { drawGoods } = await import('./drawing.ts')
  const { renderPicture: render } = await import('../platform/files/pictures.ts')
  const files = await render(drawGoods(row.drawing))
  await withoutPurpose(access, 'job:render-picture', async (tx) => {
    await tx
      .insert(pictureFile)
      .values(files.map(({ width, height, bytes }) => ({ pictureId: id, width, height, bytes })))
      .onConflictDoNothing()
  })
}

import { sql } from 'drizzle-orm'
import type { JobHandler } from '../platform/jobs/jobs.ts'
import { withoutPurpose } from '../privacy/with-purpose.ts'
import type { Shop } from '../shop.ts'
import type { GoodsSpec } from './drawing/drawing.ts'
import { pictureFile } from './table.ts'

/** Worker handlers of the catalogue. */
export function catalogueJobs(shop: Shop): Record<string, JobHandler> {
  return {
    'render-picture': ({ picture }) => renderPicture(shop, picture!),
    'show-product': () => tellEverybody(shop),
    'import-goods': ({ file }) => importGoods(shop, file!),
  }
}

/** A file that staff handed in and confirmed; what stopped it is shown to them, not to the queue. */
async function importGoods(shop: Shop, id: string): Promise<void> {
  const files = await import('./goods-files/files.ts')
  await files.apply(shop.database.worker, 'job:import-goods', id)
}

/** A scheduled product's hour has come: nothing changed in the database, but every kept page is out of date. */
async function tellEverybody(shop: Shop): Promise<void> {
  await shop.database.worker.client.orm.execute(sql`select pg_notify('shop_changed', 'catalogue')`)
}

/** Renders a drawn picture in its widths; until then the storefront shows the drawing itself. */
async function renderPicture(shop: Shop, id: string): Promise<void> {
  const access = shop.database.worker
  const [row] = await access.client.orm.execute<{ drawing: GoodsSpec | null; done: boolean }>(sql`
    select drawing, exists (select from picture_file where picture_id = picture.id) as done from picture where id = ${id}`)
  if (!row?.drawing || row.done) return
  const { drawGoods } = await import('./drawing/drawing.ts')
  const { renderPicture: render } = await import('../platform/files/pictures.ts')
  const files = await render(drawGoods(row.drawing))
  await withoutPurpose(access, 'job:render-picture', async (tx) => {
    await tx
      .insert(pictureFile)
      .values(files.map(({ width, height, bytes }) => ({ pictureId: id, width, height, bytes })))
      .onConflictDoNothing()
  })
}

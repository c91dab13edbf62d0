import type { Context, ErrorHandler, NotFoundHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { routePath } from 'hono/route'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { isContended, isUnavailable, sqlState } from '../database/lost.ts'
import { Conflict, Forbidden, Gone, NotFound, Restricted, Unavailable } from '../errors.ts'
import { type Language, languageOfPath } from '../i18n/languages.ts'
import { errorFields, type Log } from '../log.ts'
import { requestIdOf } from './request-guards.ts'
import type { Views } from './views.ts'

type ErrorPagesOptions = {
  readonly views: Views
  readonly log: Log
  /** The page-wide model of the layout. It must not need the database, which may be what failed. */
  readonly page?: (c: Context, language: Language) => unknown
  /** Finds out who reads where no guard has, before the page is made; not asked when the fault may be the database's. */
  readonly recognise?: (c: Context) => Promise<void>
  /** Whose language a page speaks, where it is not the one of its address. */
  readonly language?: (c: Context) => Language | undefined
}

const retryAfterSeconds = '5'

/** The one place where errors become pages; each carries its status and, for the log's reader, the request id. */
export function errorPages(options: ErrorPagesOptions): { onError: ErrorHandler; notFound: NotFoundHandler } {
  return {
    onError(error, c) {
      const status = statusOf(error)
      if (status >= 500) report(options.log, c, status, error)
      return page(options, c, status)
    },
    notFound: (c) => page(options, c, 404),
  }
}

function statusOf(error: unknown): ContentfulStatusCode {
  if (error instanceof NotFound) return 404
  if (error instanceof Forbidden) return 403
  if (error instanceof Conflict) return 409
  if (error instanceof Gone) return 410
  if (error instanceof Restricted) return 423
  if (error instanceof Unavailable || isUnavailable(error) || isContended(error)) return 503
  if (error instanceof HTTPException) return error.status as ContentfulStatusCode
  return 500
}

function report(log: Log, c: Context, status: number, error: unknown) {
  const state = sqlState(error)
  const fields = {
    requestId: requestIdOf(c),
    method: c.req.method,
    route: routePath(c),
    status,
    ...errorFields(error),
    ...(state === undefined ? {} : { sqlState: state }),
  }
  if (status === 503) log.warn('request refused for now', fields)
  else log.error('request failed', fields)
}

async function page(options: ErrorPagesOptions, c: Context, status: ContentfulStatusCode): Promise<Response> {
  c.header('cache-control', 'no-store')
  c.header('x-request-id', requestIdOf(c))
  if (status === 503) c.header('retry-after', retryAfterSeconds)
  try {
    if (status < 500) await options.recognise?.(c)
    return c.html(render(options, c, status), status)
  } catch (error) {
    options.log.error('error page failed', { requestId: requestIdOf(c), ...errorFields(error) })
    return c.text(`${status}\n${requestIdOf(c)}\n`, status)
  }
}

function render({ views, page, language: ofReader }: ErrorPagesOptions, c: Context, status: number): string {
  const language = ofReader?.(c) ?? languageOfPath(c.req.path)
  const name = [`errors/${status}`, status >= 500 ? 'errors/500' : 'errors/400', 'errors/error'].find(
    views.has,
  )
  if (!name) throw new Error('no template views/errors/error.hbs')
  return views.render(name, { language, page: page?.(c, language), status, requestId: requestIdOf(c) })
}

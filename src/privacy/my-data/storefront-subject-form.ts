import type { Context } from 'hono'
import type { z } from 'zod'
import type { Language } from '../../platform/i18n/languages.ts'
import { errorTexts, parseForm } from '../../platform/web/forms.ts'
import { type FormModel, languageOf, type Place, type StorefrontShop } from '../../storefront-shop.ts'

export const emptyForm: FormModel = { values: {}, errors: {} }

/** A page of the person's with its form: 422 where something in it is wrong. */
export function formPage(
  c: Context,
  shop: StorefrontShop,
  { view, name }: { readonly view: string; readonly name: Place['name'] },
  { form, ...model }: { readonly form: FormModel } & Readonly<Record<string, unknown>>,
): Promise<Response> {
  const status = Object.keys(form.errors).length > 0 ? 422 : 200
  return shop.show(c, `storefront/privacy/${view}`, { name, noindex: true }, { form, ...model }, status)
}

/** Does what a form asks, or shows it again with everything that was typed. */
export async function answerForm<S extends z.ZodType>(
  c: Context,
  shop: StorefrontShop,
  schema: S,
  {
    again,
    work,
  }: {
    again(form: FormModel): Promise<Response>
    work(value: z.infer<S>, language: Language, typed: FormModel['values']): Promise<Response>
  },
): Promise<Response> {
  const form = await parseForm(c, schema)
  const language = languageOf(c)
  if (form.ok) return work(form.value, language, form.typed)
  return again({ values: form.typed, errors: errorTexts(form.errors, shop.t(language)) })
}

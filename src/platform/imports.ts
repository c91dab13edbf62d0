import { registerHooks } from 'node:module'

/**
 * Spares Node its search for what is next to the importing file. For each file of a package Node 24 parses the package's
 * whole manifest to learn its format; drizzle-orm's holds 180 KB of exports and 150 files are loaded, which took
 * longer than everything else at start-up. Modules among themselves have one format, so the importer tells it.
 */
export function quickenImports(): void {
  const formats = new Map<string, string>()
  registerHooks({
    resolve(specifier, context, next) {
      const { parentURL } = context
      const format = parentURL === undefined ? undefined : formats.get(parentURL)
      if (format && /^\.\.?\/.*\.js$/.test(specifier)) {
        const url = new URL(specifier, parentURL).href
        formats.set(url, format)
        return { url, format, shortCircuit: true }
      }
      const found = next(specifier, context)
      if (/\/node_modules\/drizzle-orm\/[^?]*\.js$/.test(found.url)) formats.set(found.url, 'module')
      return found
    },
  })
}

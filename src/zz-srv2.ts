import { enableCompileCache } from 'node:module'
enableCompileCache()
const { quickenImports } = await import('/work/main/src/platform/imports.ts')
quickenImports()
await import('/work/main/src/server.ts')

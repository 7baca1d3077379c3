import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import components from 'unplugin-vue-components/vite'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import { defineConfig } from 'vitest/config'
import { gzip } from './build/gzip.mjs'
import { worker } from './build/worker.mjs'

const service = process.env.GUITU_HTTP ?? '127.0.0.1:8080'

export default defineConfig({
  plugins: [
    vue(),
    // Each El… that a template names is imported singly, with its own style.
    components({ dirs: [], dts: 'src/elements.d.ts', resolvers: [ElementPlusResolver({ importStyle: 'css', directives: true })] }),
    worker(),
    gzip(),
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('src', import.meta.url)) } },
  define: {
    __VUE_OPTIONS_API__: 'false',
    __VUE_I18N_LEGACY_API__: 'false',
    __VUE_I18N_FULL_INSTALL__: 'false',
    __INTLIFY_PROD_DEVTOOLS__: 'false',
  },
  build: {
    outDir: 'embedded/dist',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0, // a data: address is not of this origin
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1200,
  },
  server: { proxy: { '/v1': `http://${service}`, '/healthz': `http://${service}` } },
  test: { environment: 'jsdom', include: ['src/**/*.test.ts'] },
})

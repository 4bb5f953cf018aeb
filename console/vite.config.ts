import vue from '@vitejs/plugin-vue'
import Components from 'unplugin-vue-components/vite'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

// Relative addresses: the base path differs from stage to stage.
export default defineConfig({
  base: './',
  resolve: { alias: { '@made': fileURLToPath(new URL('./made', import.meta.url)), '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  plugins: [vue(), Components({ resolvers: [ElementPlusResolver()], dirs: [], dts: 'made/components.d.ts' })],
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      output: {
        // All that the first page needs is one file: each file is a call of the function, and calls wait for each other.
        codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] },
      },
    },
  },
})

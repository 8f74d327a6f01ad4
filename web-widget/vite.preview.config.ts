import { defineConfig } from 'vite';

/** `npm run dev`: every element in every state, and the app against a server given by RAPPORT_SERVER. */
const server = process.env.RAPPORT_SERVER ?? 'http://localhost:8080';

export default defineConfig({
  server: {
    open: false,
    proxy: Object.fromEntries(['/api', '/live', '/embed/session'].map(path => [path, { target: server }])),
  },
});

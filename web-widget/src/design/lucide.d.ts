/** Each icon is a module of its own; the package describes only the list of all. */
declare module 'lucide/dist/esm/icons/*.mjs' {
  const icon: import('./first-icons.ts').Icon;
  export default icon;
}

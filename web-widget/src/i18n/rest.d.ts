declare module '*?rest' {
  export const templates: Record<string, string>;
}

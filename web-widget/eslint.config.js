import lit from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import wc from 'eslint-plugin-wc';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist', 'target', 'node_modules', 'src/generated'] },
  ...tseslint.configs.recommended,
  lit.configs['flat/recommended'],
  wc.configs['flat/recommended'],
  {
    plugins: { 'lit-a11y': litA11y },
    files: ['src/**/*.ts', 'preview/**/*.ts'],
    rules: {
      ...litA11y.configs.recommended.rules,
      // Elements hand on clicks of what is already a button or a link inside.
      'lit-a11y/click-events-have-key-events': 'off',
      'lit-a11y/no-autofocus': 'error',
      'wc/guard-super-call': 'off',
    },
  },
);

// The portal's own scripts: what eslint recommends, and a few rules more that find faults, not matters of taste.
const js = require('@eslint/js')
const globals = require('globals')
const { parser, plugin } = require('typescript-eslint')

// Names that every window has, and that are nearly always a variable that is not there.
const TRAPS = ['closed', 'event', 'external', 'length', 'name', 'origin', 'parent', 'self', 'status', 'top']

/** Scripts of one kind, with what their surroundings define. */
const scripts = (files, project, names) => ({
  files,
  languageOptions: { globals: names, parser, parserOptions: { project, tsconfigRootDir: __dirname } },
})

module.exports = [
  js.configs.recommended,
  scripts(['src/ui/**/*.js'], 'scripts.tsconfig.json', globals.browser),
  scripts(['src/http/**/*.js'], 'worker.tsconfig.json', { ...globals.serviceworker, BUILD: 'readonly' }),
  {
    plugins: { types: plugin },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'array-callback-return': 'error',
      eqeqeq: 'error',
      'no-restricted-globals': ['error', ...TRAPS],
      'no-restricted-properties': ['error', { property: 'innerHTML' }, { property: 'outerHTML' }],
      'no-self-compare': 'error',
      'no-template-curly-in-string': 'error',
      'no-unmodified-loop-condition': 'error',
      'no-unused-expressions': 'error',
      'no-use-before-define': ['error', { functions: false }],
      'no-var': 'error',
      'prefer-const': 'error',
      'require-await': 'error',
      // What a promise that nobody waits for throws is seen by nobody.
      'types/no-floating-promises': 'error',
      'types/no-misused-promises': ['error', { checksVoidReturn: false }],
    },
  },
]

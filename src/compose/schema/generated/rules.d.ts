import type { Rule } from '../rules.ts'

/** The schema without its prose, read anew at each call. Written by bin/generate.js. */
export const readRules: () => Rule

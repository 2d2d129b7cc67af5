import { en } from './en.js';

/** The shape that every language fills: that of the English catalogue, which is the first. */
export type Words = typeof en;

const CATALOGUES: readonly Words[] = [en];

function catalogueFor(languages: readonly string[]): Words {
  for (const language of languages) {
    const fits = CATALOGUES.find(
      ({ locale }) => locale.language === language || locale.language === language.split('-')[0],
    );
    if (fits) return fits;
  }
  return en;
}

/** Every word that a reader sees, in the first language of the browser that there is a catalogue for. */
export const words: Words = catalogueFor(typeof navigator === 'undefined' ? [] : navigator.languages);

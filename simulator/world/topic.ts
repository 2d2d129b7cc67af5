/** What a team talks about with the model. */
export type Topic = 'claims' | 'care' | 'underwriting' | 'code' | 'fraud' | 'data' | 'marketing' | 'research';

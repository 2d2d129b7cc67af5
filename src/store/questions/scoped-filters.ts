import type { Dimension, Filter } from './dimensions.js';

/**
 * What a question about calls is limited to: the teams that the asker may see, and what was asked for within them. Every
 * question takes one of these and not a bare list, so that none can be put without somebody's limit.
 */
export class ScopedFilters {
  private constructor(
    private readonly scope: readonly Filter[],
    private readonly asked: readonly Filter[],
  ) {}

  /** Within the calls of some teams, or of all for null. Of no team at all there are no calls. */
  static within(teams: readonly string[] | null, asked: readonly Filter[] = []): ScopedFilters {
    return new ScopedFilters(teams === null ? [] : [{ dimension: 'team', exclude: false, values: teams }], asked);
  }

  /** The same and one condition more. */
  and(filter: Filter): ScopedFilters {
    return new ScopedFilters(this.scope, [...this.asked, filter]);
  }

  /** Everything that the asker may see, whatever was asked for. */
  get whole(): ScopedFilters {
    return new ScopedFilters(this.scope, []);
  }

  get asksForNothing(): boolean {
    return this.asked.length === 0;
  }

  /** Those that hang on the series of a call; all of the scope do. */
  get ofSeries(): readonly Filter[] {
    return [...this.scope, ...this.asked.filter(({ dimension }) => dimension !== 'person')];
  }

  /** Those that only the person of a call can answer. */
  get ofPerson(): readonly Filter[] {
    return this.asked.filter(({ dimension }) => dimension === 'person');
  }

  /** Whether it leaves no caller of a place out: whoever may see all teams, and asks by nothing but these dimensions. */
  staysWithin(dimensions: readonly Dimension[]): boolean {
    return this.scope.length === 0 && this.asked.every(({ dimension }) => dimensions.includes(dimension));
  }

  asksFor(dimension: Dimension): boolean {
    return this.asked.some((filter) => filter.dimension === dimension);
  }
}

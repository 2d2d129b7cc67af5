import type { ReactNode } from 'react';
import type { View } from '../view/view.js';
import { words } from '../words/words.js';
import { ComparePicker } from './compare-picker.js';
import { FilterBar } from './filter-bar.js';
import { MenuButton } from './menu.js';
import { RangePicker } from './range-picker.js';
import { ShareButton } from './share-button.js';
import { ThemeMenu } from './theme-menu.js';
import { Watermark } from './watermark.js';
import { ZonePicker } from './zone-picker.js';

interface PageProps {
  readonly title: string;
  readonly view: View;
  readonly crumbs?: ReactNode;
  /** False on pages about the present, which know no range. */
  readonly range?: boolean;
  readonly compare?: boolean;
  readonly filters?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A page: its title, the sticky bar that says what it shows, and its content. */
export function Page({
  title,
  view,
  crumbs,
  range = true,
  compare = true,
  filters = true,
  className = '',
  children,
}: PageProps) {
  return (
    <div className={className}>
      <title>{`${title} · ${words.frame.product}`}</title>
      <header className="bar">
        <div className="row">
          <MenuButton />
          {crumbs}
          <h1>{title}</h1>
          <div className="ml-auto flex items-center gap-2">
            <Watermark view={view} />
            <span className="vr only-wide" />
            <ShareButton />
            <ThemeMenu />
          </div>
        </div>
        <div className="row wrap">
          {range && <RangePicker view={view} />}
          {compare && <ComparePicker view={view} />}
          <ZonePicker view={view} />
          {filters && (
            <>
              <span className="vr" />
              <FilterBar view={view} />
            </>
          )}
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

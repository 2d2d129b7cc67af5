import { Page } from '../../components/page.js';
import { useView } from '../../view/view.js';
import { words } from '../../words/words.js';
import { SetUp } from './set-up.js';

/** From a log of a cloud to an entry of the configuration. */
export function SetUpPage() {
  const view = useView();
  return (
    <Page title={words.setUp.add} view={view} range={false} compare={false} filters={false}>
      <SetUp isFirst={view.sources?.length === 0} />
    </Page>
  );
}

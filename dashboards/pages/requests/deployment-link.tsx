import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { deploymentsQuery } from '../../api/collected-queries.js';
import type { RequestDetail } from '../../api/generated/types.gen.js';
import { keyOfDeployment, lineOfCall } from '../../figures/deployments.js';
import { useCommonSearch } from '../../view/search.js';
import { useMay } from '../../view/session.js';
import { words } from '../../words/words.js';

/** To what stood behind the name of the call's deployment at its time, for those who may see how things are collected. */
export function DeploymentLink({ event }: { event: RequestDetail['event'] }) {
  const maySee = useMay('health');
  const carried = useCommonSearch();
  const { data } = useQuery({ ...deploymentsQuery(), enabled: maySee });
  const line = data === undefined ? null : lineOfCall(data.deployments, event);
  if (line === null) return null;
  return (
    <Link to="/log-health" search={{ ...carried, deployment: keyOfDeployment(line) }}>
      {words.requests.detail.facts.deployment}
    </Link>
  );
}

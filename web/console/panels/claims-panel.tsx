import { api } from '../../api/api.js';
import type { Claim } from '../../api/types.js';
import { doUnlessUndone } from '../../components/notices.js';
import { Empty } from '../../components/states.js';
import { ZoneBadge } from '../../components/zone-badge.js';
import { formatCount, formatTime, partsOfId } from '../../format.js';
import { t, tOr } from '../../i18n/language.js';
import { claims, stationsById, timeZone } from '../console-state.js';
import { refreshClaims } from '../view/read-day.js';
import { showStationOnMap } from './map-link.js';

/** What stations reported and nobody has looked after yet. */
export function ClaimsPanel() {
  if (claims.value.length === 0) return <Empty title={t('claim.none.title')} text={t('claim.none.text')} />;
  return (
    <table>
      <thead>
        <tr>
          <th>{t('stop.station')}</th>
          <th>{t('claim.kind')}</th>
          <th>{t('claim.goods')}</th>
          <th>{t('claim.raised')}</th>
          <th />
        </tr>
      </thead>
      <tbody>
        {claims.value.map((claim) => (
          <ClaimRow key={claim.claimId} claim={claim} />
        ))}
      </tbody>
    </table>
  );
}

function ClaimRow({ claim }: { readonly claim: Claim }) {
  const name = stationsById.value.get(claim.stationId)?.name ?? claim.stationId;
  return (
    <tr onClick={() => showStationOnMap(claim.stationId)}>
      <td>
        <button type="button" class="row-button row-button--text">
          {name}
        </button>
        {claim.note !== '' && <div class="small soft">{claim.note}</div>}
      </td>
      <td>
        <span class="pill pill--warn">{tOr(`delivery.kind.${claim.kind}`, claim.kind)}</span>
      </td>
      <td>
        {/* A consignment's id ends with its zone, that of a part with its number behind it. */}
        <ZoneBadge zoneId={partsOfId(claim.consignmentId.replace(/~\d+$/, '')).at(-1) ?? ''} /> ×{' '}
        {formatCount(claim.quantity)}
        {claim.skuId !== null && (
          <div class="small soft">
            {claim.skuName ?? ''} <span class="mono">{claim.skuId}</span>
          </div>
        )}
      </td>
      <td>
        {formatTime(claim.raisedAt, timeZone.value)}
        <div class="small soft">{claim.raisedBy}</div>
      </td>
      <td>
        <button
          type="button"
          class="button nowrap"
          onClick={(event) => {
            event.stopPropagation();
            doUnlessUndone(t('claim.settlePending', { name }), async () => {
              await api.settleClaim(claim.claimId);
              await refreshClaims();
            });
          }}
        >
          {t('claim.settle')}
        </button>
      </td>
    </tr>
  );
}

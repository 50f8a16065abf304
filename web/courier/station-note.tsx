import { useState } from 'preact/hooks';
import { root } from '../api/ask.js';
import type { Stop } from '../api/types.js';
import { t } from '../i18n/language.js';

/** What the operator wants the courier to know of a station: a note, whom to call, how its entrance looks. */
export function StationNote({ stop }: { readonly stop: Stop }) {
  const [hasPicture, setHasPicture] = useState(true);
  const { courierNote, contactName, contactPhone, hasPhoto } = stop;
  if (courierNote === null && contactName === null && contactPhone === null && !hasPhoto) return null;
  return (
    <div class="station-note">
      {courierNote !== null && <p class="station-note__text">{courierNote}</p>}
      {contactPhone !== null ? (
        <a class="button" href={`tel:${contactPhone.replaceAll(/[^\d+]/g, '')}`}>
          {t('courier.call', { name: contactName ?? contactPhone })}
        </a>
      ) : (
        contactName !== null && <p>{t('courier.contact', { name: contactName })}</p>
      )}
      {hasPhoto && hasPicture && (
        <img
          class="station-note__photo"
          src={`${root}/stations/${encodeURIComponent(stop.stationId)}/photo`}
          alt={t('courier.entrance')}
          loading="lazy"
          onError={() => setHasPicture(false)}
        />
      )}
    </div>
  );
}

import '../styles/dialog.css';
import '../styles/phone.css';
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { api } from '../api/api.js';
import type { Delivery, Me } from '../api/types.js';
import { AccountLink, LanguageSwitch } from '../components/brand.js';
import { DemoBanner } from '../components/demo/demo-banner.js';
import { tell, tellFailure } from '../components/notices.js';
import { PartNote } from '../components/part-note.js';
import { Empty, Failure, Loading, StatusPill } from '../components/states.js';
import { ToteCodes } from '../components/tote-codes.js';
import { ZoneBadge, ZoneBadges, zoneRule, zones } from '../components/zone-badge.js';
import { formatKilograms, formatTime } from '../format.js';
import { addMessages, t, tOr } from '../i18n/language.js';
import { stationMessages } from '../i18n/messages/station.js';
import { waveTitle } from '../i18n/wave-title.js';
import { mount } from '../mount.js';
import { ClaimDialog } from './claim-dialog.js';
import { SignDialog } from './sign-dialog.js';

addMessages(stationMessages);

const me = signal<Me>();
const deliveries = signal<readonly Delivery[]>();
const failure = signal<unknown>();
const signing = signal<Delivery>();
const claiming = signal<Delivery>();

async function load(): Promise<void> {
  failure.value = undefined;
  try {
    const [self, zoneRows] = await Promise.all([api.me(), api.zones()]);
    me.value = self;
    zones.value = zoneRows;
    deliveries.value = self.stationId === undefined ? [] : await api.deliveries(self.stationId);
  } catch (error) {
    failure.value = error;
  }
}

async function refresh(): Promise<void> {
  const stationId = me.value?.stationId;
  if (stationId !== undefined) deliveries.value = await api.deliveries(stationId);
}

function StationPage() {
  useEffect(() => {
    void load();
    const stop = api.watchFacts(() => void refresh().catch(() => undefined));
    return stop;
  }, []);
  const all = deliveries.value;
  const coming = all?.filter((each) => each.signedAt === null && each.runStatus !== 'cancelled') ?? [];
  const earlier = all?.filter((each) => each.signedAt !== null) ?? [];
  return (
    <div class="phone">
      <header class="phone__bar">
        <h1>{all?.[0]?.stationName ?? t('delivery.title')}</h1>
        <AccountLink />
        <LanguageSwitch />
      </header>
      <DemoBanner />
      {failure.value !== undefined ? (
        <Failure error={failure.value} onRetry={() => void load()} />
      ) : all === undefined ? (
        <Loading />
      ) : all.length === 0 ? (
        <Empty title={t('delivery.empty.title')} text={t('delivery.empty.text')}>
          <button type="button" class="button" onClick={() => void load()}>
            {t('general.refresh')}
          </button>
        </Empty>
      ) : (
        <main class="phone__body">
          {coming.length > 0 && <h2 class="section-title">{t('delivery.coming')}</h2>}
          {[...coming].reverse().map((each) => (
            <DeliveryCard key={each.stopId} delivery={each} />
          ))}
          {earlier.length > 0 && <h2 class="section-title">{t('delivery.earlier')}</h2>}
          {earlier.map((each) => (
            <DeliveryCard key={each.stopId} delivery={each} />
          ))}
        </main>
      )}
      {signing.value && (
        <SignDialog
          onClose={() => (signing.value = undefined)}
          onSign={(name) => {
            const { stationId, stopId } = signing.value!;
            signing.value = undefined;
            api
              .sign(stationId, stopId, name)
              .then(() => {
                tell(t('delivery.signedNotice'));
                return refresh();
              })
              .catch(tellFailure);
          }}
        />
      )}
      {claiming.value && (
        <ClaimDialog
          delivery={claiming.value}
          onClose={() => (claiming.value = undefined)}
          onClaim={(claim) => {
            const { stationId, stopId } = claiming.value!;
            claiming.value = undefined;
            api
              .claim(stationId, stopId, claim)
              .then(() => tell(t('delivery.sent')))
              .catch(tellFailure);
          }}
        />
      )}
    </div>
  );
}

function DeliveryCard({ delivery }: { readonly delivery: Delivery }) {
  const isSigned = delivery.signedAt !== null;
  const when = delivery.arrivedAt ?? delivery.etaAt ?? delivery.plannedArrivalAt;
  const words =
    delivery.arrivedAt !== null ? 'delivery.arrived' : delivery.etaAt !== null ? 'delivery.eta' : 'delivery.planned';
  return (
    <article class={isSigned ? 'card stack delivery delivery--signed' : 'card stack delivery'}>
      <div class="row row--top">
        <div>
          <p class="eyebrow">{t(words, { time: '' }).trim()}</p>
          <p class="bigtime">{formatTime(when, delivery.timeZone)}</p>
        </div>
        {(!isSigned || delivery.status !== 'planned') && (
          <StatusPill status={delivery.status} text={tOr(`stop.status.${delivery.status}`, delivery.status)} />
        )}
      </div>
      <p class="soft">
        {delivery.waveName !== '' &&
          `${waveTitle({ deliveryDate: delivery.deliveryDate, name: delivery.waveName })} · `}
        {t('run.title', { n: delivery.runCode })} · {delivery.vehicleId} · {delivery.courierName ?? t('run.noCourier')}{' '}
        {delivery.courierPhone && <a href={`tel:${delivery.courierPhone}`}>{delivery.courierPhone}</a>}
      </p>
      <ul class="handover">
        {delivery.consignments.map((goods) => (
          <li key={goods.consignmentId}>
            <ZoneBadge zoneId={goods.zoneId} />
            <span class="amount">{t('courier.toteCount', { n: goods.totes })}</span>
            <PartNote part={goods.part} />
            <span class="small soft">{zoneRule(goods.zoneId)}</span>
            <span class="small soft nowrap">
              {t('delivery.orders', { n: goods.orders })} · {formatKilograms(goods.grams)}
            </span>
            <ToteCodes consignmentId={goods.consignmentId} totes={goods.totes} part={goods.part} />
            {goods.shorts.map((short) => (
              <span key={short.skuId} class="short">
                {t('delivery.shorts')}: {t('courier.short', { n: short.ordered - short.picked, name: short.name })}
              </span>
            ))}
          </li>
        ))}
      </ul>
      <EmptyTotes delivery={delivery} />
      {isSigned && (
        <p class="soft">
          {t('delivery.signed', {
            name: delivery.signedBy ?? '',
            time: formatTime(delivery.signedAt, delivery.timeZone),
          })}
        </p>
      )}
      <div class={isSigned ? 'stack' : 'pair'}>
        {!isSigned && (
          <button type="button" class="button button--good button--big" onClick={() => (signing.value = delivery)}>
            {t('delivery.sign')}
          </button>
        )}
        <button type="button" class="button button--big" onClick={() => (claiming.value = delivery)}>
          {t('delivery.report')}
        </button>
      </div>
    </article>
  );
}

/** Empty totes to put ready, or that were taken. */
function EmptyTotes({ delivery: { takesBack, takenBack } }: { readonly delivery: Delivery }) {
  const totes = takenBack ?? takesBack;
  if (totes.length === 0) return null;
  return (
    <p>
      {t(takenBack === null ? 'delivery.takesBack' : 'delivery.takenBack', {
        n: totes.reduce((sum, each) => sum + each.totes, 0),
      })}{' '}
      <ZoneBadges zoneIds={[...new Set(totes.map(({ zoneId }) => zoneId))]} />
    </p>
  );
}

mount('delivery.title', StationPage);

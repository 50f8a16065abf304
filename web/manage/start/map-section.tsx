import '../../styles/manage/setup.css';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { sentenceOf } from '../../api/api-error.js';
import type { Maps } from '../../api/types.js';
import { Failure, Loading } from '../../components/states.js';
import { useLoaded } from '../../components/use-loaded.js';
import { formatCount, formatMoment } from '../../format.js';
import { t } from '../../i18n/language.js';
import { SectionLink } from '../parts/section-link.js';
import { startApi } from './start-api.js';
import { type Build, useMapBuild } from './use-map-build.js';

/** Which map is in use, and building another one. */
export function MapSection() {
  const { value, error, reload } = useLoaded(startApi.maps, '');
  const build = useMapBuild(() => void reload());
  useEffect(() => {
    if (value?.building) build.follow(value.building.jobId);
  }, [value?.building?.jobId]);
  if (value === undefined) return error === undefined ? <Loading /> : <Failure error={error} onRetry={reload} />;
  return (
    <section class="setup">
      <header class="setup__head">
        <h2>{t('mapSection.title')}</h2>
        <p class="soft">{t('mapSection.lead')}</p>
      </header>
      <InUse maps={value} />
      {build.state.value.is === 'working' ? <Progress build={build} /> : <NewMap maps={value} build={build} />}
    </section>
  );
}

function InUse({ maps: { current, outside } }: { readonly maps: Maps }) {
  if (current === null) return <p class="banner">{t('mapSection.none')}</p>;
  const { west, south, east, north } = current.extent;
  const degrees = (value: number) => value.toFixed(2);
  const kilometers = (meters: number) => formatCount(Math.round(meters / 1000));
  const height = (north - south) * 111_320;
  const width = (east - west) * 111_320 * Math.cos(((north + south) / 2) * (Math.PI / 180));
  return (
    <div class="card setup__map">
      <h3>
        {current.name} {current.isDemo && <span class="pill">{t('demo.badge')}</span>}
      </h3>
      <dl class="setup__facts">
        <dt>{t('mapSection.extent')}</dt>
        <dd>
          {degrees(west)}–{degrees(east)}° E, {degrees(south)}–{degrees(north)}° N
          <span class="soft"> ({t('mapSection.size', { width: kilometers(width), height: kilometers(height) })})</span>
        </dd>
        <dt>{t('mapSection.built')}</dt>
        <dd>
          {formatMoment(current.builtAt)} <span class="soft">{current.sourceFile}</span>
        </dd>
        <dt>{t('mapSection.outside')}</dt>
        <dd class={outside > 0 ? 'setup__note' : ''}>
          {outside > 0 ? `! ${t('setup.note.outside', { n: formatCount(outside) })}` : t('mapSection.noneOutside')}
        </dd>
      </dl>
    </div>
  );
}

interface NewMapProps {
  readonly maps: Maps;
  readonly build: Build;
}

function NewMap({ maps, build }: NewMapProps) {
  const file = useSignal<File | undefined>(undefined);
  const name = useSignal('');
  const path = useSignal('');
  const now = build.state.value;
  const isTooLarge = file.value !== undefined && file.value.size > maps.mostUploadBytes;
  const limit = formatCount(Math.floor(maps.mostUploadBytes / 1_000_000));
  return (
    <div class="card setup__map">
      <h3>{t('mapSection.new')}</h3>
      {now.is === 'failed' && (
        <p class="banner banner--bad" role="alert">
          {sentenceOf(now.error)}
        </p>
      )}
      {now.is === 'done' && (
        <p class="banner banner--quiet" role="status">
          {t('mapSection.done')}
          <SectionLink class="button" to={['start']}>
            {t('mapSection.goOn')}
          </SectionLink>
        </p>
      )}
      <form
        class="setup__form"
        onSubmit={(event) => {
          event.preventDefault();
          const called =
            name.value.trim() || (file.value?.name ?? path.value).replace(/^.*\//, '').replace(/(\.osm)?\.pbf$/, '');
          if (file.value !== undefined) build.send(file.value, called);
          else if (path.value.trim() !== '') build.fromServer(path.value.trim(), called);
        }}
      >
        <label class="field">
          <span>{t('mapSection.file', { limit })}</span>
          <input type="file" accept=".pbf" onChange={(event) => (file.value = event.currentTarget.files?.[0])} />
        </label>
        {isTooLarge && <p class="setup__note">! {t('mapSection.tooLarge', { limit })}</p>}
        {maps.hasFolders && (
          <label class="field">
            <span>{t('mapSection.path')}</span>
            <input
              type="text"
              value={path.value}
              placeholder="/data/maps/city.osm.pbf"
              onInput={(event) => (path.value = event.currentTarget.value)}
            />
          </label>
        )}
        <label class="field">
          <span>{t('mapSection.name')}</span>
          <input
            type="text"
            maxLength={100}
            value={name.value}
            onInput={(event) => (name.value = event.currentTarget.value)}
          />
        </label>
        <button
          type="submit"
          class="button button--primary"
          disabled={isTooLarge || (file.value === undefined && path.value.trim() === '')}
        >
          {t('mapSection.build')}
        </button>
        <p class="small soft">{t('mapSection.where')}</p>
      </form>
    </div>
  );
}

function Progress({ build }: { readonly build: Build }) {
  const now = build.state.value;
  if (now.is !== 'working') return null;
  return (
    <div class="card setup__map" role="status">
      <h3>{t('mapSection.building')}</h3>
      <label class="setup__progress">
        <span>{t(`mapSection.step.${now.step}`)}</span>
        <progress max={1} value={now.share} />
      </label>
      <p class="soft">{t('mapSection.meanwhile')}</p>
      <button type="button" class="button" onClick={() => build.cancel()}>
        {t('general.cancel')}
      </button>
    </div>
  );
}

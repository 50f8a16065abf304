import '../styles/dialog.css';
import '../styles/manage/frame.css';
import { signal } from '@preact/signals';
import type { ComponentChild } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { api } from '../api/api.js';
import type { Me } from '../api/types.js';
import { AccountLink, LanguageSwitch, Mark } from '../components/brand.js';
import { BeginningDialog } from '../components/demo/beginning-dialog.js';
import { DemoBanner } from '../components/demo/demo-banner.js';
import { Empty, Failure, Loading } from '../components/states.js';
import { addMessages, t } from '../i18n/language.js';
import { deskMessages } from '../i18n/messages/desk/index.js';
import { manageMessages } from '../i18n/messages/manage/index.js';
import { mount } from '../mount.js';
import { followHistory, hrefOf, openSection, sectionPath } from './address.js';
import { groups, type Section } from './section.js';
import { sections } from './sections.js';

addMessages(deskMessages);
addMessages(manageMessages);

const me = signal<Me>();
const failure = signal<unknown>();
const shown = signal<{ readonly path: string; readonly Content: () => ComponentChild }>();

async function loadSelf(): Promise<void> {
  failure.value = undefined;
  try {
    me.value = await api.me();
  } catch (error) {
    failure.value = error;
  }
}

/** Sections that the account may open. */
function openSections(): readonly Section[] {
  return sections.filter(({ permission }) => me.value?.permissions.includes(permission));
}

function sectionNow(): Section | undefined {
  const open = openSections();
  return sectionPath() === '' ? open[0] : open.find((section) => section.path === sectionPath());
}

async function show(section: Section): Promise<void> {
  failure.value = undefined;
  try {
    const Content = await section.load();
    if (sectionNow() === section) shown.value = { path: section.path, Content };
  } catch (error) {
    failure.value = error;
  }
}

function Menu() {
  const now = sectionNow();
  const open = openSections();
  const menu = useRef<HTMLElement>(null);
  // On a phone the menu is a row that is wider than the page.
  useEffect(() => {
    menu.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [now]);
  return (
    <nav ref={menu} class="manage__menu" aria-label={t('manage.sections')}>
      {groups.map((group) => {
        const within = open.filter((section) => section.group === group);
        if (within.length === 0) return null;
        return (
          <div key={group} class="manage__group">
            <h2>{t(`manage.group.${group}`)}</h2>
            {within.map((section) => (
              <a
                key={section.path}
                href={hrefOf(section.path)}
                aria-current={section === now ? 'page' : undefined}
                onClick={(event) => {
                  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
                  event.preventDefault();
                  openSection(section.path);
                }}
              >
                {t(section.title)}
              </a>
            ))}
          </div>
        );
      })}
    </nav>
  );
}

function ManagePage() {
  useEffect(() => {
    void loadSelf();
    return followHistory();
  }, []);
  const section = sectionNow();
  useEffect(() => {
    if (section !== undefined) void show(section);
  }, [section]);
  return (
    <div class="manage">
      <header class="manage__top no-print">
        <a class="brand" href="/">
          <Mark />
        </a>
        <h1>{t('manage.title')}</h1>
        <a class="button" href="/">
          {t('nav.console')}
        </a>
        <AccountLink />
        <LanguageSwitch />
      </header>
      <DemoBanner />
      <BeginningDialog />
      <div class="manage__body">
        {me.value !== undefined && <Menu />}
        <main class="manage__content">
          <Content section={section} />
        </main>
      </div>
    </div>
  );
}

function Content({ section }: { readonly section: Section | undefined }) {
  if (failure.value !== undefined) {
    return <Failure error={failure.value} onRetry={() => void (section === undefined ? loadSelf() : show(section))} />;
  }
  if (me.value === undefined) return <Loading />;
  if (section === undefined) {
    return <Empty title={t('manage.notAllowed.title')} text={t('manage.notAllowed.text')} />;
  }
  const content = shown.value;
  return content?.path === section.path ? <content.Content /> : <Loading />;
}

mount('manage.title', ManagePage);

import Combobox from '@github/combobox-nav';
import { consume } from '../../feed/context.ts';
import { localized, msg, str } from '@lit/localize';
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { ifDefined } from 'lit/directives/if-defined.js';
import { live } from 'lit/directives/live.js';
import { newKey } from '../../api/api.ts';
import type { ApiProblem } from '../../api/problem.ts';
import type { File_, MentionCandidate, PostKind, Subject } from '../../api/schema.ts';
import { base, fields } from '../../design/base.ts';
import {
  Award,
  Clock,
  glyph,
  Link,
  Lock,
  Megaphone,
  Note,
  PenLine,
  Question,
  Vote,
  type Icon,
} from '../../design/icons.ts';
import { AtSign, Bold, Code, Italic, List, ListOrdered, Paperclip, Smile, TextQuote } from '../../design/more-icons.ts';
import { draftPlace, type Opening } from '../../feed/compose.ts';
import { DraftSync, serverPlace } from '../../feed/draft-sync.ts';
import type { Draft } from '../../feed/drafts.ts';
import type { Sent, Writing, Written } from '../../feed/events.ts';
import { limitOf, type Limit } from '../../feed/limits.ts';
import { rememberPlace } from '../../feed/places.ts';
import { surfaceContext, tell, type Surface } from '../../feed/surface.ts';
import { clockTime, number, plural } from '../../i18n/format.ts';
import { currentLanguage } from '../../i18n/language.ts';
import { problemText, recordKindName, roleName } from '../../i18n/names.ts';
import '../rapport-avatar/rapport-avatar.ts';
import type { MenuItem } from '../rapport-menu/rapport-menu.ts';
import '../rapport-menu/rapport-menu.ts';
import type { RapportUploads } from '../rapport-uploads/rapport-uploads.ts';
import {
  continueList,
  follow,
  fromSource,
  put,
  toSource,
  triggerAt,
  type Mark,
  type MarkedText,
  type Trigger,
} from './marks.ts';
import { changedWith, localTime, missing, sentWith, titledKinds, type Extra } from './extra.ts';
import { composerStyles } from './rapport-composer.styles.ts';

const SAVE_AFTER = 500;
const ASK_AFTER = 150;

interface Suggestion {
  key: string;
  text: string;
  note?: string;
  mark?: Pick<Mark, 'kind' | 'id'>;
  /** Can't read what is being written. */
  locked?: boolean;
  avatar?: { name: string; id: string };
  sign?: string;
  /** What is typed for it, where that is not its name. */
  typed?: string;
}

/**
 * Where one writes: plain text with light marks, names that carry an id, a draft that is never lost.
 * @fires rapport-send - `detail` is what to send and a function to call with the outcome
 * @fires rapport-sent - it was taken over, the field is empty again
 * @fires rapport-cancel - closed without sending; the draft stays
 * @csspart composer - the frame
 */
@customElement('rapport-composer')
@localized()
export class RapportComposer extends LitElement {
  @property({ attribute: false }) writing?: Writing;
  @property() label = '';
  /** Takes the focus when it appears: somebody pressed to write. */
  @property({ type: Boolean }) focused = false;
  @consume(surfaceContext) @state() surface?: Surface;
  /** Asks where it is to stand; the text stays while the place changes. */
  @property({ type: Boolean }) placing = false;
  /** What it begins with, besides what was left here. */
  @property({ attribute: false }) opening?: Opening | undefined;
  /** What stands now in the place of the text that is being changed. */
  @property({ attribute: false }) newest?: Written | undefined;
  @state() private kind: PostKind = 'update';
  @state() private extra: Extra = {};
  @state() private attaching = false;
  @state() private uploading = 0;
  @state() private unsent = 0;
  @state() private scheduling = false;
  @state() private hint = '';
  @state() private other?: Draft | undefined;
  /** What made way for another text. */
  @state() private aside?: Draft | undefined;
  /** Texts of other devices that the server keeps. */
  @state() private older = 0;
  @state() private titleText = '';
  @state() private restored?: Draft | undefined;
  @state() private problem?: ApiProblem | undefined;
  @state() private sending = false;
  @state() private suggestions?: Suggestion[] | undefined;
  @state() private searching = false;
  @state() private confirming = '';
  @state() private length = 0;
  @state() private said = '';
  @query('textarea') private field!: HTMLTextAreaElement;
  @query('#suggestions') private list?: HTMLElement;
  @query('rapport-uploads') private uploads?: RapportUploads;
  @query('input[type=file]') private picker!: HTMLInputElement;
  #value: MarkedText = { text: '', marks: [] };
  #trigger: Trigger | undefined;
  #dismissed = '';
  #combobox: Combobox | undefined;
  #saving: ReturnType<typeof setTimeout> | undefined;
  #asking: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;
  #place = '';
  #sync: DraftSync | undefined;
  #sentKey: string | undefined;
  #opened = '';

  static override styles = [base, fields, composerStyles];

  override connectedCallback() {
    super.connectedCallback();
    addEventListener('pagehide', this.#save);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('pagehide', this.#save);
    this.#save();
    void this.#sync?.flush();
    this.#close();
  }

  override focus() {
    this.field?.focus();
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    if (!this.writing || !this.surface) return;
    if (changed.has('opening') && this.#place) this.#begin();
    if (!changed.has('writing') && !changed.has('surface')) return;
    if (this.placing && this.#place) return this.#stand();
    const place = draftPlace(this.writing);
    if (place === this.#place) return;
    this.#save();
    this.#place = place;
    this.#open();
    this.#stand();
  }

  /** Where the writer wants it, whatever the surroundings began with. */
  #stand() {
    const { place } = this.extra;
    if (this.placing && place && this.writing?.mode === 'post') this.writing = { mode: 'post', subject: place };
  }

  protected override firstUpdated() {
    this.#show();
    if (this.focused) this.field.focus();
  }

  /** Starts with the text to edit, or with what was left here. */
  #open() {
    const { writing } = this;
    const draft = this.surface!.drafts.read(this.#place);
    const own =
      writing?.mode === 'edit'
        ? { body: writing.body, title: writing.title ?? '', kind: writing.kind ?? 'update' }
        : undefined;
    this.#value = fromSource(draft?.body ?? own?.body ?? '');
    this.titleText = draft?.title ?? own?.title ?? '';
    this.kind = (draft?.kind as PostKind | undefined) ?? own?.kind ?? 'update';
    this.extra = { ...standing(writing), ...(draft?.extra as Extra | undefined) };
    this.#sentKey = undefined;
    this.restored = draft;
    this.aside = undefined;
    this.#opened = '';
    this.#begin();
    this.#dress();
    this.length = toSource(this.#value).length;
    if (this.hasUpdated) this.#show();
    this.other = undefined;
    this.#sync = undefined;
    const sync = new DraftSync(this.surface!.services, serverPlace(writing!), offered => this.#offered(offered));
    this.#sync = sync;
    void sync
      .look(draft ?? (own ? { body: own.body, title: own.title, savedAt: new Date(0).toISOString() } : undefined))
      .then(() => (this.older = sync.versions));
  }

  /** Takes over the kind and the title with which it was opened; a title that was left here goes into the text. */
  #begin() {
    const { opening, writing } = this;
    const opened = JSON.stringify(opening ?? '');
    if (!opening || writing?.mode !== 'post' || opened === this.#opened) return;
    this.#opened = opened;
    if (opening.kind) this.#become(opening.kind);
    const asked = opening.title?.trim() ?? '';
    const before = this.titleText.trim();
    if (!asked || asked === before) return;
    const fits = asked.length <= this.#limit('titleMax');
    const above = fits ? before : asked;
    this.titleText = fits ? asked : before;
    this.#value = fromSource([above, toSource(this.#value)].filter(Boolean).join('\n\n'));
    this.length = toSource(this.#value).length;
    if (this.hasUpdated) this.#show();
    this.#later();
  }

  /**
   * A text that was not taken comes back, above what was typed here meanwhile.
   * @param key under which it was sent; another try with the same text can't write it twice
   */
  takeBack(draft: Draft, key?: string) {
    const here = toSource(this.#value).trim();
    const { files = [] } = this.extra;
    this.#take({ ...draft, body: [draft.body.trim(), here].filter(Boolean).join('\n\n') });
    this.aside = undefined;
    if (files.length > 0) this.extra = { ...this.extra, files: [...(this.extra.files ?? []), ...files] };
    else if (!here) this.#sentKey = key;
    this.focus();
  }

  #limit = (name: Limit) => limitOf(this.surface, name);

  /** What the kind, the files or the time need comes along. */
  #dress() {
    this.attaching = this.attaching || (this.extra.files?.length ?? 0) > 0;
    this.scheduling = this.scheduling || Boolean(this.extra.publishAt);
    if (this.attaching) void import('../rapport-uploads/rapport-uploads.ts');
    if (this.#partly) void import('../rapport-kind-fields/rapport-kind-fields.ts');
  }

  get #partly() {
    if (this.writing?.mode === 'edit') return this.writing.expiresAt !== undefined;
    return this.scheduling || ['poll', 'kudos', 'announcement'].includes(this.kind);
  }

  /** Another device wrote here later. Into an empty field it comes by itself; over a text only when asked for. */
  #offered(draft: Draft) {
    const { writing } = this;
    const extra = draft.extra as Extra | undefined;
    if (writing?.mode === 'comment' && (extra?.parentId ?? '') !== (writing.parentId ?? '')) return;
    if (this.#value.text.trim() || this.titleText.trim()) this.other = draft;
    else this.#take(draft);
  }

  #take(draft: Draft) {
    const here = this.#kept();
    this.aside = here.body.trim() && here.body !== draft.body ? here : undefined;
    this.restored = draft;
    this.#value = fromSource(draft.body);
    this.titleText = draft.title ?? '';
    this.kind = (draft.kind as PostKind | undefined) ?? this.kind;
    this.extra = { ...standing(this.writing), ...(draft.extra as Extra | undefined) };
    this.other = undefined;
    this.length = toSource(this.#value).length;
    this.#dress();
    if (this.hasUpdated) this.#show();
    this.#later();
  }

  #show() {
    this.field.value = this.#value.text;
    this.field.setSelectionRange(this.#value.text.length, this.#value.text.length);
    this.#grow();
  }

  override render() {
    const { writing } = this;
    if (!writing) return nothing;
    const subjectId = writing.mode === 'post' ? writing.subject.id : writing.subjectId;
    const asked = this.kind === 'question' && writing.mode === 'post' ? this.titleText : '';
    if (asked || /@|\]\(/.test(this.#value.text) || this.#value.marks.length > 0)
      void import('../rapport-before/rapport-before.ts');
    return html`<form
      part="composer"
      @submit=${this.#submit}
      @keydown=${this.#key}
      @dragover=${(event: DragEvent) => event.dataTransfer?.types.includes('Files') && event.preventDefault()}
      @drop=${this.#dropped}
    >
      ${this.placing ? this.#placeField(writing) : nothing}
      ${writing.mode === 'post' ? this.#kinds(writing.subject) : nothing}
      ${this.#hasTitle ? this.#titleField() : nothing}
      <div class="field">
        <textarea
          id="text"
          rows="3"
          dir="auto"
          spellcheck="true"
          aria-label=${this.label || this.#name}
          placeholder=${this.#name}
          aria-describedby="help"
          maxlength=${this.#limit('body') * 2}
          @input=${this.#typed}
          @click=${this.#moved}
          @paste=${this.#pasted}
          @blur=${this.#left}
        ></textarea>
        ${this.#suggestionList()}
      </div>
      ${this.#parts()}
      <rapport-before .subjectId=${subjectId} .asked=${asked} .body=${toSource(this.#value)}></rapport-before>
      ${this.#notes()}
      <div class="foot">
        ${this.#tools()}
        <span class="send">
          ${this.hint ? html`<span class="small hint" role="status">${this.hint}</span>` : nothing}
          <button type="button" class="quiet" @click=${this.#cancel}>${msg('Close')}</button>
          <button type="submit" class="primary" aria-disabled=${this.#ready ? 'false' : 'true'}>${this.#verb}</button>
        </span>
      </div>
      <input
        type="file"
        hidden
        multiple
        tabindex="-1"
        aria-label=${msg('Choose files')}
        @change=${() => {
          void this.#attach(this.picker.files ?? []);
          this.picker.value = '';
        }}
      />
      <span id="help" class="unseen"
        >${msg('Ctrl+Enter sends. Type @ to mention a colleague, # for a topic, / to link a record.')}</span
      >
      <span class="unseen" role="status">${this.said}</span>
    </form>`;
  }

  get #name(): string {
    const { writing } = this;
    switch (writing?.mode) {
      case 'post':
        if (this.kind === 'question') return msg('Details (optional)…');
        if (this.kind === 'poll') return msg('What do you ask? Say more if you like…');
        if (this.kind === 'kudos') return msg('What for? (optional)');
        if (this.kind === 'announcement') return msg('What should everybody know?');
        if (this.placing) return msg('What would you like to say?');
        return writing.subject.kind === 'member' && writing.subject.id === this.surface?.viewer?.id
          ? msg('Share something with your colleagues…')
          : msg(str`Share something about ${writing.subject.name}…`);
      case 'comment':
        return writing.parentName ? msg(str`Reply to ${writing.parentName}…`) : msg('Write a comment…');
      default:
        return msg('Edit the text');
    }
  }

  get #verb(): string {
    if (this.sending) return msg('Sending…');
    switch (this.writing?.mode) {
      case 'post':
        if (this.scheduling && this.extra.publishAt) return msg('Schedule');
        return this.kind === 'question' ? msg('Ask') : msg('Post', { id: 'publish', desc: 'button that publishes' });
      case 'comment':
        return this.writing.parentId ? msg('Reply') : msg('Comment');
      default:
        return msg('Save');
    }
  }

  get #titled() {
    return this.kind === 'question' && this.writing?.mode === 'post';
  }

  get #hasTitle() {
    const { writing } = this;
    return writing?.mode === 'post'
      ? titledKinds.includes(this.kind)
      : writing?.mode === 'edit' && writing.title !== undefined;
  }

  /** Why it can't be sent; undefined when it can. */
  get #missing(): string | undefined {
    if (this.sending) return msg('Sending…');
    if (this.#theirs) return msg('It was changed meanwhile: say which text stays.');
    if (this.length > this.#limit('body')) return msg('The text is too long.');
    const most = this.#limit('files');
    if ((this.extra.files?.length ?? 0) > most) return msg(str`At most ${most} files.`);
    if (this.uploading > 0) return msg('A file is still on its way.');
    if (this.unsent > 0) return msg('A file was not taken: try it again or remove it.');
    const { writing } = this;
    if (writing?.mode === 'post' && this.placing && !writing.subject.id) return msg('Say where it is to stand.');
    const kind = writing?.mode === 'post' || writing?.mode === 'edit' ? this.kind : 'update';
    if (writing?.mode === 'edit')
      return this.#value.text.trim() || titledKinds.includes(kind) || this.extra.files?.length
        ? undefined
        : msg('Write something first.');
    return missing(
      kind,
      this.titleText,
      this.#value.text,
      this.scheduling ? this.extra : { ...this.extra, publishAt: '' },
      this.#limit,
    );
  }

  get #ready(): boolean {
    return this.#missing === undefined;
  }

  #placeField(writing: Writing) {
    const place = writing.mode === 'post' && writing.subject.id ? writing.subject : undefined;
    void import('../rapport-places/rapport-places.ts');
    return html`<rapport-places
      .place=${place}
      @rapport-place=${(event: CustomEvent<Subject | undefined>) => {
        event.stopPropagation();
        const subject = event.detail ?? { id: '', kind: 'member', name: '' };
        this.writing = { mode: 'post', subject };
        this.#along({ ...this.extra, place: subject });
      }}
    ></rapport-places>`;
  }

  #kinds(subject: Subject) {
    const manages = 'capabilities' in subject && (subject.capabilities as { manage?: boolean } | undefined)?.manage;
    const role = (this.surface?.viewer as { role?: string } | undefined)?.role;
    const announces = manages || role === 'admin' || role === 'moderator';
    const kinds: [PostKind, string, Icon][] = [
      ['update', msg('Update'), PenLine],
      ['question', msg('Question'), Question],
      ['note', msg('Note'), Note],
      ['poll', msg('Poll'), Vote],
      ['kudos', msg('Thanks', { id: 'kudos', desc: 'kind of post that thanks colleagues' }), Award],
      ...(announces ? [['announcement', msg('Announcement'), Megaphone] as [PostKind, string, Icon]] : []),
    ];
    return html`<div class="kinds" role="group" aria-label=${msg('Kind of post')}>
      ${kinds.map(
        ([kind, name, icon]) =>
          html`<button
            type="button"
            class="chip"
            aria-label=${name}
            title=${name}
            aria-pressed=${kind === this.kind ? 'true' : 'false'}
            @click=${() => this.#become(kind)}
          >
            ${glyph(icon)}<span class="word">${name}</span>
          </button>`,
      )}
    </div>`;
  }

  /** What goes along with the words. */
  #parts() {
    const post = this.writing?.mode === 'post';
    return html`${
      this.attaching
        ? html`<rapport-uploads
            .files=${this.extra.files ?? []}
            @rapport-uploads=${(event: CustomEvent<{ files: File_[]; running: number; failed: number }>) => {
              event.stopPropagation();
              const { files, running, failed } = event.detail;
              this.uploading = running;
              this.unsent = failed;
              this.#along({ ...this.extra, files });
            }}
            @rapport-insert=${(event: CustomEvent<File_>) => {
              event.stopPropagation();
              this.#picture(event.detail);
            }}
          ></rapport-uploads>`
        : nothing
    }
    ${
      (post || this.writing?.mode === 'edit') && this.#partly
        ? html`<rapport-kind-fields
            .kind=${this.kind}
            .extra=${this.extra}
            ?scheduling=${this.scheduling}
            ?changing=${!post}
            @rapport-extra=${(event: CustomEvent<Extra>) => {
              event.stopPropagation();
              this.#along(event.detail);
            }}
          ></rapport-kind-fields>`
        : nothing
    }`;
  }

  #along(extra: Extra) {
    this.extra = extra;
    this.hint = '';
    this.problem = undefined;
    this.#later();
  }

  #become(kind: PostKind) {
    this.kind = kind;
    this.hint = '';
    this.#dress();
    this.#later();
  }

  #titleField() {
    const length = this.titleText.trim().length;
    const least = this.#limit('titleMin');
    const short = this.#titled && length > 0 && length < least;
    return html`<input
        class="title"
        dir="auto"
        maxlength=${this.#limit('titleMax')}
        aria-label=${this.#titled ? msg('Your question') : msg('Title')}
        placeholder=${this.#titled ? msg('What do you want to know?') : this.kind === 'note' ? msg('Title') : msg('Title (optional)')}
        aria-describedby=${ifDefined(short ? 'title-help' : undefined)}
        .value=${live(this.titleText)}
        @input=${(event: InputEvent) => {
          this.titleText = (event.target as HTMLInputElement).value;
          this.hint = '';
          this.#later();
        }}
      />
      ${short ? html`<p id="title-help" class="small muted">${msg(str`At least ${least} characters.`)}</p>` : nothing}`;
  }

  #notes() {
    const limit = this.#limit('body');
    const over = this.length - limit;
    return html`${this.#theirs ? this.#bothTexts(this.#theirs) : nothing}
    ${this.other ? this.#otherDevice(this.other) : nothing}
    ${
      this.aside
        ? html`<p class="small other" role="status">
            ${msg('Your own text is set aside.')}
            <button type="button" class="link" @click=${() => this.#take(this.aside!)}>${msg('Put it back')}</button>
          </p>`
        : nothing
    }
    ${
      this.older > 0
        ? html`<p class="small">
            <button type="button" class="link" aria-haspopup="dialog" @click=${this.#showOlder}>
              ${plural(this.older, {
                one: msg(str`${number(this.older)} older version`),
                other: msg(str`${number(this.older)} older versions`),
              })}
            </button>
          </p>`
        : nothing
    }
    ${
      this.restored
        ? html`<p class="small muted">
            ${msg(str`Draft from ${clockTime(new Date(this.restored.savedAt))}`)} —
            <button type="button" class="link" @click=${this.#discard}>${msg('Discard')}</button>
          </p>`
        : nothing
    }
    ${
      this.length >= limit - 1_000
        ? html`<p class="small ${over > 0 ? 'over' : 'muted'}">
            ${
              over > 0
                ? msg(str`${number(over)} characters too many`)
                : msg(str`${number(this.length)} of ${number(limit)} characters`)
            }
          </p>`
        : nothing
    }
    ${this.problem && !this.#theirs ? html`<p class="over small" role="alert">${msg(str`Not sent: ${problemText(this.problem)}`)}</p>` : nothing}`;
  }

  #otherDevice(draft: Draft) {
    return html`<p class="small other" role="status">
      ${msg(str`Another device has a newer draft from ${clockTime(new Date(draft.savedAt))}.`)}
      <button type="button" class="link" @click=${() => this.#take(draft)}>${msg('Use it')}</button>
      <button type="button" class="link" @click=${() => (this.other = undefined)}>${msg('Keep this one')}</button>
    </p>`;
  }

  // ---- another version of the same text

  /** What the author wrote elsewhere since this text was opened, if it says anything else. */
  get #theirs(): Written | undefined {
    const { writing } = this;
    if (writing?.mode !== 'edit' || this.sending) return undefined;
    const now = this.newest ?? writing;
    const based = this.extra.version ?? writing.version;
    if (now.version === based) return undefined;
    const mine = { body: toSource(this.#value), title: this.titleText, files: this.extra.files };
    return sameWords(now, mine) || (based === writing.version && sameWords(now, writing)) ? undefined : now;
  }

  #bothTexts(theirs: Written) {
    return html`<div class="theirs" role="alert">
      <strong>${msg('It was changed meanwhile')}</strong>
      <p>${msg('It now says:')}</p>
      <blockquote dir="auto">
        ${theirs.title ? html`<strong>${theirs.title}</strong>` : nothing}
        <p class="said">${fromSource(theirs.body ?? '').text}</p>
        ${theirs.files?.length ? html`<p class="small muted">${theirs.files.map(file => file.name).join(', ')}</p>` : nothing}
      </blockquote>
      <p>${msg('Your text stands above. Which one stays?')}</p>
      <div class="choice">
        <button type="button" class="outline" @click=${() => this.#keepMine(theirs)}>${msg('Keep mine')}</button>
        <button type="button" class="outline" @click=${() => this.#takeTheirs(theirs)}>${msg('Take theirs')}</button>
      </div>
    </div>`;
  }

  #keepMine({ version }: Written) {
    const refused = this.problem?.slug === 'version-mismatch';
    this.#along({ ...this.extra, version });
    if (refused) this.#send();
    else this.focus();
  }

  #takeTheirs({ version, title, body, files }: Written) {
    this.#take({
      body: body ?? '',
      title: title ?? '',
      extra: { ...this.extra, files, version },
      savedAt: new Date().toISOString(),
    });
    this.problem = undefined;
    this.restored = undefined;
    this.focus();
  }

  // ---- texts of other devices

  #showOlder = async () => {
    const { chooseVersion } = await import('../rapport-versions/rapport-versions.ts');
    const chosen = await chooseVersion(this.renderRoot, () => this.#sync!.readVersions());
    if (chosen) this.#take(chosen);
    this.focus();
  };

  // ---- files

  /** Where the caret is: a picture that goes along stands in the text. */
  #picture({ id, name, description }: File_) {
    const { selectionStart: at, selectionEnd, value } = this.field;
    const said = (description || name).replace(/[\[\]\n]/g, ' ');
    this.#insert(`${at > 0 && value[at - 1] !== '\n' ? '\n' : ''}![${said}](file:${id})\n`, at, selectionEnd);
  }

  async #attach(files: Iterable<File>) {
    const all = [...files];
    if (all.length === 0) return;
    await import('../rapport-uploads/rapport-uploads.ts');
    this.attaching = true;
    await this.updateComplete;
    await this.uploads?.updateComplete;
    this.uploads?.add(all);
  }

  #dropped = (event: DragEvent) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    void this.#attach(event.dataTransfer.files);
  };

  // ---- tools

  #tools() {
    const wrap =
      (before: string, after = before) =>
      () =>
        this.#wrap(before, after);
    const lines = (sign: string) => () => this.#prefix(sign);
    const tools: [string, string, Icon, () => void][] = [
      ['bold', msg('Bold'), Bold, wrap('**')],
      ['italic', msg('Italic'), Italic, wrap('_')],
      ['link', msg('Link'), Link, wrap('[', '](https://)')],
      ['list', msg('List'), List, lines('- ')],
      ['numbers', msg('Numbered list'), ListOrdered, lines('1. ')],
      ['quote', msg('Quote'), TextQuote, lines('> ')],
      ['code', msg('Code'), Code, wrap('`')],
    ];
    const tool = ([, name, icon, act]: (typeof tools)[number]) =>
      html`<button type="button" class="icon quiet" aria-label=${name} title=${name} @click=${act}>
        ${glyph(icon)}
      </button>`;
    const more: MenuItem[] = tools.map(([id, label, icon]) => ({ id, label, icon }));
    return html`<div class="tools" role="group" aria-label=${msg('Format')} @mousedown=${keepFocus}>
      ${tool(['mention', msg('Mention a colleague'), AtSign, () => this.#sign('@')])}
      ${tool(['emoji', msg('Emoji'), Smile, () => this.#sign(':')])}
      ${tool(['attach', msg('Attach files'), Paperclip, () => this.picker.click()])}
      ${
        this.writing?.mode === 'post'
          ? tool([
              'schedule',
              this.scheduling ? msg('Publish at once') : msg('Publish later'),
              Clock,
              () => {
                this.scheduling = !this.scheduling;
                this.#dress();
                this.#along(this.extra);
              },
            ])
          : nothing
      }
      <span class="all">${tools.map(tool)}</span>
      <rapport-menu
        class="rest"
        label=${msg('More formats')}
        .items=${more}
        @rapport-choose=${(event: CustomEvent<string>) => {
          event.stopPropagation();
          tools.find(([id]) => id === event.detail)?.[3]();
        }}
      ></rapport-menu>
    </div>`;
  }

  #wrap(before: string, after: string) {
    const { selectionStart: from, selectionEnd: to, value } = this.field;
    const inside = value.slice(from, to);
    this.#insert(before + inside + after, from, to);
    if (inside) this.field.setSelectionRange(from + before.length, to + before.length);
    else this.field.setSelectionRange(from + before.length, from + before.length);
    if (before === '[') this.#select(from + before.length + inside.length + 2, 'https://'.length, inside !== '');
  }

  #select(from: number, length: number, wanted: boolean) {
    if (wanted) this.field.setSelectionRange(from, from + length);
  }

  #prefix(sign: string) {
    const { selectionStart, selectionEnd, value } = this.field;
    const from = value.lastIndexOf('\n', selectionStart - 1) + 1;
    const lines = value.slice(from, selectionEnd).split('\n');
    const text = lines.map((line, at) => (sign === '1. ' ? `${at + 1}. ` : sign) + line).join('\n');
    this.#insert(text, from, selectionEnd);
  }

  /** Types a sign as the reader would, so that its list opens. */
  #sign(sign: string) {
    const { selectionStart: at, value } = this.field;
    const space = at > 0 && !/\s$/.test(value.slice(0, at)) ? ' ' : '';
    this.#insert(space + sign, at, this.field.selectionEnd);
    if (sign === ':') void this.#ask({ sign: ':', query: '', from: at + space.length });
  }

  /** Through the browser's own editing, which keeps its undo; by hand where an engine has none. */
  #insert(text: string, from: number, to: number) {
    this.field.focus();
    this.field.setSelectionRange(from, to);
    if (document.execCommand('insertText', false, text)) return;
    this.field.setRangeText(text, from, to, 'end');
    this.#typed();
  }

  // ---- typing

  #typed = () => {
    const { value } = this.field;
    this.#value = follow(this.#value, value);
    this.length = toSource(this.#value).length;
    this.problem = undefined;
    this.hint = '';
    this.#announceLength();
    this.#grow();
    this.#later();
    this.#look();
  };

  #moved = () => this.#look();

  #announceLength() {
    const left = [100, 500, 1_000].find(left => this.length >= this.#limit('body') - left);
    this.said = left ? msg(str`${number(left)} characters left at most`) : '';
  }

  /** Where the browser can't size the field by its content. */
  #grow() {
    if (CSS.supports('field-sizing', 'content')) return;
    this.field.style.setProperty('height', 'auto');
    this.field.style.setProperty('height', `${this.field.scrollHeight + 2}px`);
  }

  /** Saves what has changed; a text that has changed is another one. */
  #later() {
    this.#sentKey = undefined;
    clearTimeout(this.#saving);
    this.#saving = setTimeout(this.#save, SAVE_AFTER);
  }

  #save = () => {
    if (this.#saving === undefined) return;
    clearTimeout(this.#saving);
    this.#saving = undefined;
    if (!this.surface || !this.#place) return;
    const draft = this.#draft();
    const { writing } = this;
    if (writing?.mode === 'edit' && sameWords(writing, { ...draft, files: this.extra.files }))
      return this.surface.drafts.discard(this.#place);
    this.surface.drafts.save(this.#place, draft);
    this.#sync?.later(draft);
  };

  /** All that is in it now. */
  #draft(): Omit<Draft, 'savedAt'> {
    const { writing, extra } = this;
    const parent = writing?.mode === 'comment' ? writing.parentId : undefined;
    const words = toSource(this.#value);
    const some = Object.values(extra).some(value => (Array.isArray(value) ? value.length > 0 : Boolean(value)));
    const along = {
      ...extra,
      ...(parent ? { parentId: parent } : {}),
      ...(writing?.mode === 'edit' ? { version: extra.version ?? writing.version } : {}),
    };
    return {
      body: words,
      title: this.titleText,
      kind: this.kind,
      ...(some || writing?.mode === 'edit' || (parent && words.trim())
        ? { extra: along as Record<string, unknown> }
        : {}),
    };
  }

  #kept(): Draft {
    return { ...this.#draft(), savedAt: new Date().toISOString() };
  }

  #discard = () => {
    this.surface?.drafts.discard(this.#place);
    const sync = this.#sync;
    this.attaching = this.scheduling = false;
    void (sync?.drop() ?? Promise.resolve()).then(() => {
      this.#open();
      this.field.focus();
    });
  };

  #pasted = (event: ClipboardEvent) => {
    const files = event.clipboardData?.files;
    if (files?.length && !event.clipboardData?.getData('text/plain')) {
      event.preventDefault();
      void this.#attach(files);
      return;
    }
    const text = event.clipboardData?.getData('text/plain').trim() ?? '';
    const { selectionStart: from, selectionEnd: to, value } = this.field;
    if (from === to || !/^https?:\/\/\S+$/.test(text)) return;
    event.preventDefault();
    this.#insert(`[${value.slice(from, to)}](${text})`, from, to);
  };

  #key = (event: KeyboardEvent) => {
    if (event.isComposing || event.keyCode === 229) return; // an input method is at work
    const command = event.ctrlKey || event.metaKey;
    if (event.key === 'Enter' && command) {
      event.preventDefault();
      this.#send();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      if (this.suggestions) {
        this.#dismissed = this.#trigger ? `${this.#trigger.sign}${this.#trigger.from}` : '';
        this.#close();
      } else this.#cancel();
    } else if (command && ['b', 'i', 'k'].includes(event.key)) {
      event.preventDefault();
      if (event.key === 'k') this.#wrap('[', '](https://)');
      else this.#wrap(event.key === 'b' ? '**' : '_', event.key === 'b' ? '**' : '_');
    } else if (event.key === 'Enter' && event.target === this.field && !event.shiftKey && !this.suggestions?.length) {
      this.#continue(event);
    } else if (event.key === 'Enter' && (event.target as Element).matches('input.title')) {
      // A form would be sent by it, half written.
      event.preventDefault();
      event.stopPropagation();
      this.field.focus();
    } else event.stopPropagation(); // single keys of the feed must not act while somebody types
  };

  #continue(event: KeyboardEvent) {
    event.stopPropagation();
    const { selectionStart: at, selectionEnd, value } = this.field;
    const next = at === selectionEnd ? continueList(value, at) : undefined;
    if (next === undefined) return;
    event.preventDefault();
    if (next) this.#insert(`\n${next}`, at, at);
    else this.#insert('', value.lastIndexOf('\n', at - 1) + 1, at);
  }

  // ---- suggestions

  #look() {
    const { selectionStart: at, selectionEnd, value } = this.field;
    const trigger = at === selectionEnd ? triggerAt(value, at) : undefined;
    if (!trigger || this.#dismissed === `${trigger.sign}${trigger.from}`) {
      if (!trigger) this.#dismissed = '';
      return this.#close();
    }
    clearTimeout(this.#asking);
    this.#asking = setTimeout(() => void this.#ask(trigger), trigger.sign === ':' ? 0 : ASK_AFTER);
  }

  async #ask(trigger: Trigger) {
    const turn = ++this.#asked;
    this.#trigger = trigger;
    this.searching = true;
    this.suggestions ??= [];
    let found: Suggestion[] = [];
    try {
      found = await this.#find(trigger);
    } catch {
      // Out of reach: the list says that nothing was found, writing goes on.
    }
    if (turn !== this.#asked || this.#trigger !== trigger || !this.isConnected) return;
    this.searching = false;
    // Nothing asked yet, or a sentence that holds a sign and no name: nothing to offer, nothing to say.
    if (found.length === 0 && (trigger.query === '' || trigger.query.includes(' '))) return this.#close();
    this.confirming = '';
    this.suggestions = found;
    await this.updateComplete;
    this.#combobox?.destroy();
    this.#combobox = undefined;
    if (this.list && found.length > 0) {
      this.#combobox = new Combobox(this.field, this.list, {
        tabInsertsSuggestions: true,
        firstOptionSelectionMode: 'selected',
      });
      this.#combobox.start();
    }
  }

  async #find({ sign, query }: Trigger): Promise<Suggestion[]> {
    const { surface, writing } = this;
    if (!surface || !writing) return [];
    if (sign === ':') {
      const { findEmoji } = await import('./emoji.ts');
      return findEmoji(query, currentLanguage()).map(({ sign, name }) => ({ key: sign, text: name, sign }));
    }
    if (sign === '/') {
      if (query.length === 0) return [];
      const records = await (await surface.services()).findRecords(query);
      return records.slice(0, 8).map(record => ({
        key: record.id,
        text: record.name,
        note: recordKindName(record.kind, record.type),
        mark: { kind: 'record', id: record.id },
      }));
    }
    if (query.length === 0) return [];
    if (sign === '#') {
      const topics = await (await surface.services()).findTopics(query);
      return topics.map(({ id, name, postCount }) => ({
        key: id,
        text: `#${name}`,
        typed: `#${name}`,
        ...(postCount
          ? {
              note: plural(postCount, {
                one: msg(str`${number(postCount)} post`),
                other: msg(str`${number(postCount)} posts`),
              }),
            }
          : {}),
      }));
    }
    const subjectId = (writing.mode === 'post' ? writing.subject.id : writing.subjectId) || undefined;
    const candidates = await (await surface.services()).findMembers(query, subjectId);
    return candidates.slice(0, 12).map(candidate => suggestionOf(candidate));
  }

  #suggestionList() {
    const { suggestions } = this;
    if (!suggestions) return nothing;
    const none = suggestions.length === 0;
    return html`<div class="popup" @mousedown=${keepFocus}>
      ${
        none
          ? html`<p class="small muted none" role="status">
              ${this.searching ? msg('Searching…') : msg('No one found')}
            </p>`
          : html`<ul id="suggestions" role="listbox" aria-label=${msg('Suggestions')} @combobox-commit=${this.#taken}>
              ${suggestions.map(
                (suggestion, at) =>
                  html`<li id="option-${at}" role="option" aria-selected="false" data-at=${at}>
                    ${
                      suggestion.avatar
                        ? html`<rapport-avatar
                            size="small"
                            name=${suggestion.avatar.name}
                            member-id=${suggestion.avatar.id}
                          ></rapport-avatar>`
                        : suggestion.sign
                          ? html`<span class="sign" aria-hidden="true">${suggestion.sign}</span>`
                          : nothing
                    }
                    <span class="name">${suggestion.text}</span>
                    ${suggestion.note ? html`<span class="small muted note">${suggestion.note}</span>` : nothing}
                    ${suggestion.locked ? this.#lockNote(suggestion) : nothing}
                  </li>`,
              )}
            </ul>`
      }
    </div>`;
  }

  #lockNote(suggestion: Suggestion) {
    return html`<span class="small locked"
      >${glyph(Lock)}${
        this.confirming === suggestion.key
          ? msg('Press again to mention them all the same.')
          : msg(str`${suggestion.text} can’t open this record and won’t be notified.`)
      }</span
    >`;
  }

  #taken = (event: Event) => {
    const option = (event.target as HTMLElement).closest<HTMLElement>('[data-at]');
    const taken = this.suggestions?.[Number(option?.dataset.at)];
    const trigger = this.#trigger;
    if (!taken || !trigger) return;
    if (taken.locked && this.confirming !== taken.key) {
      this.confirming = taken.key;
      return;
    }
    const to = this.field.selectionEnd;
    const shown = taken.sign ?? taken.typed ?? (trigger.sign === '@' ? `@${taken.text}` : taken.text);
    this.#close();
    this.#dismissed = '';
    const before = this.#value;
    this.#insert(`${shown} `, trigger.from, to);
    if (taken.mark) {
      const placed = put(before, trigger.from, to, shown, taken.mark);
      this.#value = follow(placed, this.field.value);
      this.length = toSource(this.#value).length;
      this.#later();
    }
  };

  #left = (event: FocusEvent) => {
    if (!this.renderRoot.contains(event.relatedTarget as Node | null)) setTimeout(() => this.#close(), 150);
  };

  #close() {
    clearTimeout(this.#asking);
    this.#asked++;
    this.#trigger = undefined;
    this.#combobox?.destroy();
    this.#combobox = undefined;
    this.suggestions = undefined;
    this.searching = false;
  }

  // ---- sending

  #submit = (event: Event) => {
    event.preventDefault();
    this.#send();
  };

  #send() {
    if (!this.writing || this.sending) return;
    if (!this.#ready) {
      this.hint = this.#missing ?? '';
      return;
    }
    clearTimeout(this.#saving);
    this.#saving = setTimeout(() => undefined);
    this.#save();
    this.sending = true;
    const { writing } = this;
    const title = this.titleText.trim();
    const post = writing.mode === 'post';
    const words = toSource(this.#value).trim();
    const extra = this.scheduling ? this.extra : { ...this.extra, publishAt: '' };
    if (post && this.placing) rememberPlace(this.surface!, writing.subject);
    const sync = this.#sync;
    const sent: Sent = {
      writing: writing.mode === 'edit' ? { ...writing, version: (this.newest ?? writing).version } : writing,
      key: (this.#sentKey ??= newKey()),
      draft: this.#kept(),
      place: this.#place,
      kind: this.kind,
      body: words,
      ...(this.#hasTitle && title ? { title } : {}),
      more: writing.mode === 'edit' ? changedWith(writing, extra) : sentWith(post ? this.kind : 'update', extra),
      files: extra.files ?? [],
      taken: () => void sync?.drop(),
      settle: problem => this.#settle(problem),
    };
    tell(this, 'rapport-send', sent);
  }

  #settle(problem?: ApiProblem) {
    this.sending = false;
    this.problem = problem;
    if (problem) {
      // Without an answer it may have been written: the same key then finds it.
      if (!problem.unreachable) this.#sentKey = undefined;
      return;
    }
    if (this.writing?.mode === 'edit') {
      this.surface?.drafts.discard(this.#place);
      void this.#sync?.drop();
    }
    clearTimeout(this.#saving);
    this.#saving = undefined;
    this.#value = { text: '', marks: [] };
    this.titleText = '';
    this.kind = 'update';
    this.length = 0;
    this.restored = undefined;
    this.extra = {};
    this.attaching = this.scheduling = false;
    this.uploading = this.unsent = 0;
    this.hint = '';
    this.other = undefined;
    this.aside = undefined;
    this.older = 0;
    this.#sentKey = undefined;
    if (this.field) this.field.value = '';
    tell(this, 'rapport-sent');
  }

  #cancel = () => {
    this.#save();
    tell(this, 'rapport-cancel');
  };
}

export { editing } from '../../feed/editing.ts';

/** What goes along with a text that is being changed, as it stood when it was opened. */
function standing(writing: Writing | undefined): Extra {
  if (writing?.mode !== 'edit') return {};
  const { files, expiresAt } = writing;
  return {
    ...(files?.length ? { files } : {}),
    ...(expiresAt ? { expiresAt: localTime(new Date(expiresAt)) } : {}),
  };
}

type Words = Pick<Written, 'body' | 'title' | 'files'>;

/** Do two texts say the same, with the same files? */
function sameWords(one: Words, other: Words): boolean {
  const told = ({ body = '', title = '', files = [] }: Words) =>
    JSON.stringify([body.trim(), title.trim(), files.map(file => file.id)]);
  return told(one) === told(other);
}

/** One of those who may be meant after an `@`. */
function suggestionOf(candidate: MentionCandidate): Suggestion {
  if (candidate.type === 'space' || candidate.type === 'role') {
    const count = candidate.notifyCount;
    const note =
      count === undefined
        ? {}
        : { note: plural(count, { one: msg(str`${number(count)} person`), other: msg(str`${number(count)} people`) }) };
    if (candidate.type === 'role')
      return { key: candidate.role, text: `@${roleName(candidate.role)}`, typed: `@${candidate.role}`, ...note };
    const { id, name } = candidate.space;
    return { key: `space ${id}`, text: name, ...note, mark: { kind: 'space', id }, locked: candidate.canSee === false };
  }
  const { member, canSee } = candidate;
  return {
    key: member.id,
    text: member.name,
    ...(member.title ? { note: member.title } : {}),
    mark: { kind: 'member', id: member.id },
    locked: !canSee,
    avatar: { name: member.name, id: member.id },
  };
}

/** A press on a tool leaves the caret where it is. */
function keepFocus(event: MouseEvent) {
  event.preventDefault();
}

declare global {
  interface HTMLElementTagNameMap {
    'rapport-composer': RapportComposer;
  }
}

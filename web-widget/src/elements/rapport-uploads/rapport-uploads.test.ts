import { afterEach, describe, expect, it, vi } from 'vitest';
import { PreviewStage } from '../../../preview/states.ts';
import { ApiProblem } from '../../api/problem.ts';
import type { File_ } from '../../api/schema.ts';
import './rapport-uploads.ts';

const photo: File_ = {
  id: '40',
  name: 'cabinet.png',
  mediaType: 'image/png',
  size: 900,
  width: 640,
  height: 400,
  createdAt: '2026-11-20T10:00:00Z',
};
const manual: File_ = { ...photo, id: '41', name: 'manual.pdf', mediaType: 'application/pdf' };

async function shown(files: File_[], describeFile?: () => Promise<File_>) {
  const upload = vi.fn();
  const described = vi.fn(
    describeFile ?? ((id: string, description: string) => Promise.resolve({ ...photo, id, description })),
  );
  const stage = new PreviewStage();
  stage.other = {
    services: { upload, describeFile: described as never },
    settings: { limits: { fileDescription: 80 } },
  };
  document.body.append(stage);
  const uploads = document.createElement('rapport-uploads');
  uploads.files = files;
  const told = vi.fn<(files: File_[]) => void>();
  uploads.addEventListener('rapport-uploads', event => told((event as CustomEvent<{ files: File_[] }>).detail.files));
  stage.append(uploads);
  await uploads.updateComplete;
  const about = () => uploads.renderRoot.querySelector<HTMLInputElement>('.about input');
  const say = (words: string) => {
    about()!.value = words;
    about()!.dispatchEvent(new Event('change'));
  };
  return { uploads, upload, described, told, about, say };
}
afterEach(() => document.body.replaceChildren());

describe('files that go along with a text', () => {
  it('asks of a picture what it shows, also when a draft brought it, and of no other file', async () => {
    const { uploads, about } = await shown([manual, { ...photo, description: 'The open cabinet' }]);
    expect(uploads.renderRoot.querySelectorAll('.about input')).toHaveLength(1);
    expect(about()!.value).toBe('The open cabinet');
    expect(about()!.maxLength).toBe(80);
  });

  it('sends the words alone, never the picture again', async () => {
    const { upload, described, told, say } = await shown([photo]);
    say('The open cabinet');
    await vi.waitFor(() => expect(told).toHaveBeenCalledWith([{ ...photo, description: 'The open cabinet' }]));
    expect(described).toHaveBeenCalledWith('40', 'The open cabinet');
    expect(upload).not.toHaveBeenCalled();
  });

  it('keeps the words where they were refused, says why, and goes along all the same', async () => {
    const refuse = () => Promise.reject(new ApiProblem({ status: 400, detail: 'description: 80 characters at most' }));
    const { uploads, told, about, say } = await shown([photo], refuse);
    say('The open cabinet');
    await vi.waitFor(() =>
      expect(uploads.renderRoot.querySelector('[role=alert]')!.textContent).toContain('80 characters at most'),
    );
    expect(about()!.value).toBe('The open cabinet');
    expect(told).not.toHaveBeenCalled();
  });

  it('shows what comes from outside in the place of what was there', async () => {
    const { uploads } = await shown([photo]);
    uploads.files = [manual];
    await uploads.updateComplete;
    expect(
      [...uploads.renderRoot.querySelectorAll('li .name')].map(each => each.textContent!.trim().split(' ')[0]),
    ).toEqual(['manual.pdf']);
  });
});

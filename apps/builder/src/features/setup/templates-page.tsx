import { useRouter } from '@tanstack/react-router';
import { useTexts } from '../../shared/i18n/index.ts';
import { Page, PageHeader } from '../../shared/ui/index.ts';
import { TemplateGallery } from './template-gallery.tsx';
import { setupTexts } from './texts.ts';

export function TemplatesPage() {
  const t = useTexts(setupTexts);
  const router = useRouter();
  return (
    <Page width="wide" header={<PageHeader title={t('galleryTitle')} subtitle={t('gallerySubtitle')} />}>
      <TemplateGallery
        onInstalled={() => {
          router.history.push('/');
          void router.invalidate();
        }}
      />
    </Page>
  );
}

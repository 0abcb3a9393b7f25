import { useI18n } from 'vue-i18n';
import { useRouter } from 'vue-router';
import { currentUser, joinOtherTabs } from '../../client/session';
import { chosen } from '../confirmed';

/** A guest exists by this browser's cookie alone: whoever ends that session, or begins another, loses everything. */
export function useGuestFarewell() {
  const { t } = useI18n();
  const router = useRouter();

  /**
   * Whether the session may end, also one that another tab began; a guest who rather stays is led to where they become an
   * account.
   *
   * @throws Problem when nobody says whose session it is
   */
  async function mayLeave(): Promise<boolean> {
    await joinOtherTabs();
    if (!currentUser.value?.isGuest) return true;
    const choice = await chosen(t('guest.title'), t('guest.question'), t('guest.leave'), t('guest.keep'), 'no');
    if (choice === 'no') await router.push({ name: 'account' });
    return choice === 'yes';
  }

  return { mayLeave };
}

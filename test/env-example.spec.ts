import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Config } from '../src/platform/config/config';

const read = (name: string) => readFileSync(join(__dirname, '..', name), 'utf8');

/** Name and value of every line that sets something, whether or not it is behind a `#`. */
const documented = new Map(
  [...read('.env.example').matchAll(/^(?:# )?([A-Z][A-Z0-9_]*)=(.*)$/gm)].map(([, name, value]) => [name, value]),
);

const JWT_SECRET = 'only so that none is made and kept';

/** What `Config` asks the environment for, in production and elsewhere. */
function settingsOfConfig(): Set<string> {
  const asked = new Set<string>();
  for (const NODE_ENV of ['production', 'development']) {
    const given: Record<string, string> = { NODE_ENV, JWT_SECRET };
    const env = new Proxy(given, {
      get: (_, name: string) => {
        asked.add(name);
        return given[name];
      },
    });
    try {
      Config.fromEnv(env);
    } catch {
      // In production it goes on to complain about what is missing, having asked for everything.
    }
  }
  return asked;
}

function variablesOfCompose(): Set<string> {
  return new Set([...read('docker-compose.yml').matchAll(/\$\{([A-Z0-9_]+)/g)].map(([, name]) => name));
}

describe('.env.example', () => {
  const used = new Set([...settingsOfConfig(), ...variablesOfCompose()]);

  it('documents every setting that Config or Docker Compose reads', () => {
    expect([...used].filter((name) => !documented.has(name))).toEqual([]);
  });

  it('documents nothing that nobody reads', () => {
    expect([...documented.keys()].filter((name) => !used.has(name))).toEqual([]);
  });

  it('names each setting once', () => {
    const lines = read('.env.example').match(/^(?:# )?[A-Z][A-Z0-9_]*=/gm) ?? [];
    expect(lines).toHaveLength(documented.size);
  });

  it('shows the true defaults', () => {
    const shown = Config.fromEnv({ ...Object.fromEntries(documented), JWT_SECRET });
    expect(shown).toEqual(Config.fromEnv({ JWT_SECRET }));
  });

  it('holds no secret', () => {
    const secrets = [...documented].filter(([name, value]) => /PASSWORD|SECRET|_URL$/.test(name) && value !== '');
    expect(secrets).toEqual([]);
  });
});

describe('The Kubernetes manifests', () => {
  const shared = [...read('deploy/kubernetes/kustomization.yaml').matchAll(/^ +- ([A-Z][A-Z0-9_]*)=/gm)];
  const settingsOf = (role: string) => [
    ...shared.map(([, name]) => name),
    ...[...read(`deploy/kubernetes/${role}.yaml`).matchAll(/^ +- name: ([A-Z][A-Z0-9_]*)$/gm)].map(([, name]) => name),
  ];

  it.each(['api', 'worker'])('name only settings that there are, and those of mail: %s', (role) => {
    expect(settingsOf(role).filter((name) => !documented.has(name))).toEqual([]);
    expect(settingsOf(role)).toEqual(expect.arrayContaining(['SMTP_URL', 'MAIL_FROM', 'PUBLIC_URL']));
  });

  it.each(['api', 'worker'])(
    'give the pipeline folders on a volume that all pods share and may write to: %s',
    (role) => {
      const settings = read('deploy/kubernetes/kustomization.yaml');
      const [, data] = /- DATA_DIR=(.+)/.exec(settings) ?? [];
      const [, reports] = /- REPORTS_DIR=(.+)/.exec(settings) ?? [];
      const pod = read(`deploy/kubernetes/${role}.yaml`);
      const [, path] = /volumeMounts:\n +- name: pipeline\n +mountPath: (.+)/.exec(pod) ?? [];
      expect([dirname(data), dirname(reports)]).toEqual([path, path]);
      const [, claim] = /volumes:\n +- name: pipeline\n +persistentVolumeClaim:\n +claimName: (.+)/.exec(pod) ?? [];
      const volume = read('deploy/kubernetes/pipeline-volume.yaml');
      expect(volume).toContain(`name: ${claim}`);
      expect(volume).toContain('- ReadWriteMany');
      expect(settings).toContain('- pipeline-volume.yaml');
      const [, group] = /USER \d+:(\d+)/.exec(read('Dockerfile')) ?? [];
      expect(pod).toContain(`fsGroup: ${group}`);
    },
  );
});

import { getMetadataStorage } from 'class-validator';

type Rules = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>;

/**
 * class-validator goes through the rules of every class of the program for each object that it validates. They are all
 * declared by decorators before the first object comes, so what it found for a class is found for good.
 */
export function rememberValidationRules(): void {
  const storage = getMetadataStorage();
  const search = storage.getTargetValidationMetadatas.bind(storage);
  const found = new Map<unknown, Rules>();
  storage.getTargetValidationMetadatas = (target, schema, always, strictGroups, groups) => {
    if (always || strictGroups || groups?.length || schema) return search(target, schema, always, strictGroups, groups);
    let rules = found.get(target);
    if (rules === undefined) found.set(target, (rules = search(target, schema, always, strictGroups, groups)));
    return rules;
  };
}

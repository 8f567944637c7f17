// Package relationship says how accounts stand to each other: who is whose parent, partner, reseller. What holds for
// the hierarchy of companies holds here, and nowhere is there a second copy of the parent.
//
// The rules of types:
//
//   - A [Type] names the role of the related account: A —Parent→ B says that B is A's parent. Its name is unique,
//     whatever its case.
//   - A type may have an inverse, which names the role from the other side. Pairs are kept in step: giving A the
//     inverse B gives B the inverse A, and frees those that they had. A symmetric type is its own inverse.
//   - The relationships of a hierarchical type are a forest. One of a pair points up (its related account is the
//     parent), the other down, and a type that is paired with a hierarchical one becomes hierarchical with it.
//   - Every organisation starts with Parent and Subsidiary, which are hierarchical, belong together and cannot be
//     deleted, and with Partner, which is symmetric ([Seed]).
//
// The rules of relationships:
//
//   - A [Relationship] is stored once and seen from both sides: what reads A —Parent→ B from A reads
//     B —Subsidiary→ A from B. Its ends never change but by [SetParent]; a change that is made to the view from
//     the other side leaves them where they are.
//   - An account is not related to itself, and the same two accounts are not related twice in the same way, from
//     whichever side it is said.
//   - In a forest an account has one parent (`second_parent`, with a [ParentError]) and is not below itself (`cycle`,
//     with a [CycleError] that has the path). [CheckParent] is that rule without a store. An account without children
//     cannot close a cycle, and is not walked from; else the walks up from the new parent and down from the child
//     go on in turn until one of them ends.
//   - An account with children is not deleted: [Detach], [Lift] or [DeleteSubtree] say what becomes of them, in the
//     same transaction if they are given one.
//   - Deleting an account takes its relationships to the trash with it, and restoring brings back those whose other
//     end is there. A restore that would give an account a second parent, or close a cycle, is refused.
//
// Functions such as [SetParent], [Ancestors] and [Descendants] work on the forest of Parent and Subsidiary; the
// methods of [Hierarchy] work on that of any hierarchical type. Where a policy is set, links that it hides are not
// followed by what reads, while the rules see everything.
//
// Children inherit from their ancestors by declared policy ([Effective], [WhatIf]); sums over a subtree are made
// when they are asked for ([RollUp]); a subtree can be drawn ([Tree]).
//
//	err := relationship.SetParent(ctx, org, labs.ID, acme.ID)
//	for step, err := range relationship.Descendants(ctx, org, acme.ID, relationship.Descent{}) {
//		…
//	}
package relationship

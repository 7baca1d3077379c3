package main

import (
	"context"
	"time"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
)

// Propose asks another person to put a version in force. A proposal that waits is replaced.
func (p *parameters) Propose(ctx context.Context, version, reason string) (*guituv1.Parameters, error) {
	return p.choose(ctx, version, "params propose", func(actor models.Actor, next, chosen *feature.File, c *choice) (use bool, err error) {
		if next.Version == chosen.Version {
			return false, models.Refused(models.ErrPrecondition, "这个版本已经选定", "this version is chosen already")
		}
		c.Proposal = &proposal{Version: next.Version, Reason: reason, By: actor.ID, Time: time.Now().UTC().Truncate(time.Second)}
		return false, nil
	})
}

// Use puts a version in force: one that another person has proposed, or the one before the
// last change. What decides about people is changed by two, and taken back by one.
func (p *parameters) Use(ctx context.Context, version string) (*guituv1.Parameters, error) {
	return p.choose(ctx, version, "params use", func(actor models.Actor, next, chosen *feature.File, c *choice) (use bool, err error) {
		proposedBy := ""
		takesBack := c.Last != nil && c.Last.ProposedBy != "" && c.Last.After == chosen.Version && c.Last.Before == next.Version
		switch o := c.Proposal; {
		case next.Version == chosen.Version:
			return false, models.Refused(models.ErrPrecondition, "这个版本已经选定", "this version is chosen already")
		case o != nil && o.Version == next.Version && o.By != actor.ID:
			proposedBy = o.By
		case takesBack:
		case o != nil && o.Version == next.Version:
			return false, models.Refused(models.ErrPermission, "须由提议人以外的另一位管理员启用", "another administrator than the one who proposed it must put it in force")
		default:
			return false, models.Refused(models.ErrPrecondition, "这个版本还没有人提议：先提议，再由另一位管理员启用", "this version was not proposed yet: propose it, and have another administrator put it in force")
		}
		c.Last = &versionSwitch{Before: chosen.Version, After: next.Version, ProposedBy: proposedBy, By: actor.ID, Time: time.Now().UTC().Truncate(time.Second)}
		if c.Proposal != nil && c.Proposal.Version == next.Version {
			c.Proposal = nil
		}
		return true, nil
	})
}

// Dismiss ends the proposal of a version.
func (p *parameters) Dismiss(ctx context.Context, version string) (*guituv1.Parameters, error) {
	return p.choose(ctx, version, "params dismiss", func(_ models.Actor, next, _ *feature.File, c *choice) (use bool, err error) {
		if c.Proposal == nil || c.Proposal.Version != next.Version {
			return false, models.Refused(models.ErrPrecondition, "这个版本没有待启用的提议", "no proposal of this version waits")
		}
		c.Proposal = nil
		return false, nil
	})
}

// choose changes what is proposed or chosen, as edit says: it gets the version named and the
// one that is chosen now, and tells whether to put that one in force. Nothing changes if it refuses.
func (p *parameters) choose(ctx context.Context, version, what string, edit func(actor models.Actor, next, chosen *feature.File, c *choice) (use bool, err error)) (*guituv1.Parameters, error) {
	actor, err := models.ActorFrom(ctx)
	if err != nil {
		return nil, err
	}
	next, err := p.find(version)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	chosen, err := p.folders.params()
	if err != nil {
		return nil, err
	}
	c, err := p.folders.choice()
	if err != nil {
		return nil, err
	}
	use, err := edit(actor, &next, &chosen, &c)
	if err != nil {
		return nil, err
	}
	if err := p.note(ctx, models.ActionUpdate, next.Version, what); err != nil {
		return nil, err
	}
	if use {
		if _, err := p.folders.putInForce(&next); err != nil {
			return nil, err
		}
	}
	if err := p.folders.putChoice(&c); err != nil {
		return nil, err
	}
	return p.state()
}

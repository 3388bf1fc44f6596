package reports

import "opendev.org/starlingx/stxscan/finding"

// PinList is a file that pins versions, with what becomes of its pins.
type PinList struct {
	Repo, Path string
	Pins       int
	// Floats counts the pins by target and class; a target without an index has
	// none.
	Floats map[string]finding.FloatCounts
}

// PinLists returns the files that pin versions, as their needs are listed.
func (r *Report) PinLists() []PinList {
	var list []PinList
	at := map[[2]string]int{}
	for i := range r.Dependencies {
		d := &r.Dependencies[i]
		if d.Need != finding.NeedPin {
			continue
		}
		key := [2]string{d.Repo, d.Path}
		n, ok := at[key]
		if !ok {
			n = len(list)
			at[key] = n
			list = append(list, PinList{Repo: d.Repo, Path: d.Path, Floats: map[string]finding.FloatCounts{}})
		}
		list[n].Pins++
		for id, v := range d.Verdicts {
			if v.Float == nil {
				continue
			}
			if list[n].Floats[id] == nil {
				list[n].Floats[id] = finding.FloatCounts{}
			}
			list[n].Floats[id][v.Float.Class]++
		}
	}
	return list
}

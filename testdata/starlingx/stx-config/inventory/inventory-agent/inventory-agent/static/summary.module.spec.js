// A test of the dashboard, not a spec of RPM.
describe('inventory.summary', function () {
  it('counts hosts', function () {
    expect([1, 2].length).toBe(2);
  });
});

({
    // Salesforce signs who is looking. Which record it is, the browser says: Rapport shows what this person may see of it.
    init: function (component) {
        component.set('v.parameters', JSON.stringify({ recordId: component.get('v.recordId') }));
    }
})

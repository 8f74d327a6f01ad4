package rapport.crm.planted.crm.adapter.two;

public class Other {}
